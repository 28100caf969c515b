/**
 * Is this still the board, and the flash, that a plan was made for? Asked by MD5 on the chip, before
 * the first sector is erased, and whenever the chip's own program may have run in between.
 */
import { hex, hexDigits } from '../../bytes/hex'
import type { WaitOptions } from '../../async/deadline'
import type { BoardIdentity } from '../../esptool/identity'
import { BoardChanged } from '../job-errors'
import { sdkStretch } from '../survey/rf-data'
import type { Stretch } from '../survey/flash-ranges'

/** A stretch of flash and its content when the plan was made. */
export interface Piece extends Stretch {
  /** 32 hex digits. */
  md5: string
}

/** Whoever can be asked for a hash; 32 hex digits. */
interface Hashing {
  md5(offsetBytes: number, sizeBytes: number, options?: WaitOptions): Promise<string>
}

/** An answer has no check sum of its own; one damaged byte in it is no change of the board. */
const askedTimes = 3

/** @throws BoardChanged if another board is on the wire */
export function checkSameBoard(planned: BoardIdentity, found: BoardIdentity): void {
  const nameOf = ({ mac, flashManufacturer, flashDevice, flashSizeBytes }: BoardIdentity) =>
    `${mac} with flash ${hexDigits(flashManufacturer)} ${hexDigits(flashDevice)}, ${flashSizeBytes} bytes`
  if (nameOf(planned) === nameOf(found)) return
  throw new BoardChanged(`The plan is for ${nameOf(planned)}; this is ${nameOf(found)}.`, true)
}

export interface CheckOptions extends WaitOptions {
  flashSizeBytes: number
}

/** @throws BoardChanged at the first piece that is not as it was */
export async function checkSamePieces(
  flash: Hashing,
  pieces: readonly Piece[],
  { flashSizeBytes, signal }: CheckOptions,
): Promise<void> {
  for (const piece of pieces) {
    // The SDK writes its own settings there at each boot.
    if (piece.offsetBytes >= sdkStretch(flashSizeBytes).offsetBytes) continue
    signal?.throwIfAborted()
    if (await isSame(flash, piece)) continue
    const where = hex(piece.offsetBytes)
    throw new BoardChanged(`${piece.sizeBytes} bytes at ${where} are not what they were.`)
  }
}

async function isSame(flash: Hashing, { offsetBytes, sizeBytes, md5 }: Piece): Promise<boolean> {
  for (let time = 0; time < askedTimes; time++) {
    if ((await flash.md5(offsetBytes, sizeBytes)) === md5) return true
  }
  return false
}
