/**
 * Does the flash hold what was sent? The stub hashes, only the 16 bytes travel.
 */
import { md5Hex } from '../bytes/digest'
import { hex, toHex } from '../bytes/hex'
import { DeviceError } from '../errors'
import { words } from './esp8266-loader'
import { opcode } from './opcodes'
import type { Region, TransferOptions } from './region'
import type { Session } from './session'
import { md5TimeoutMs } from './timeouts'

const digestBytes = 16

/** MD5 of a piece of flash, 32 hex digits. */
export async function flashMd5(
  session: Session,
  offsetBytes: number,
  sizeBytes: number,
): Promise<string> {
  const loader = await session.withStub()
  const request = words(offsetBytes, sizeBytes, 0, 0)
  const timeoutMs = md5TimeoutMs(sizeBytes)
  const what = 'hash the flash'
  const answer = await loader.checkCommand(
    what,
    opcode.flashMd5,
    request,
    0,
    digestBytes,
    timeoutMs,
  )
  if (answer instanceof Uint8Array) return toHex(answer)
  throw new DeviceError('command-failed', 'The digest is missing.')
}

/** Whether the flash holds `bytes` at `offsetBytes`. */
export const holds = async (
  session: Session,
  offsetBytes: number,
  bytes: Uint8Array,
): Promise<boolean> => (await flashMd5(session, offsetBytes, bytes.length)) === md5Hex(bytes)

/** Rejects with `verify-failed` at the first region that differs. */
export async function verifyRegions(
  session: Session,
  regions: Region[],
  { signal, onProgress }: TransferOptions,
): Promise<void> {
  const totalBytes = regions.reduce((sum, region) => sum + region.bytes.length, 0)
  let doneBytes = 0
  for (const { offsetBytes, bytes } of regions) {
    signal?.throwIfAborted()
    const [expected, found] = [md5Hex(bytes), await flashMd5(session, offsetBytes, bytes.length)]
    if (expected !== found) throw differs(offsetBytes, expected, found)
    doneBytes += bytes.length
    onProgress?.(doneBytes, totalBytes)
  }
}

function differs(offsetBytes: number, expected: string, found: string): DeviceError {
  const where = hex(offsetBytes)
  return new DeviceError('verify-failed', `At ${where}: MD5 ${found}, should be ${expected}.`)
}
