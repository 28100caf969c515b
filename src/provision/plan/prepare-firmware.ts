/**
 * The last check before anything is erased: is this image whole, meant for this chip, and made for a
 * flash of this size? The header gets the size that was found on the board, because the
 * SDK goes by the header and not by the chip.
 */
import { sameBytes } from '../../bytes/bytes'
import { DeviceError } from '../../errors'
import { parseFirmwareImage, patchHeader, type FirmwareImage } from '../../images/firmware-image'
import { checkImageForFlash } from '../../images/flash-layout'
import type { BoardIdentity } from '../../esptool/identity'
import type { InstallRequest } from '../request'

export interface PreparedFirmware {
  image: FirmwareImage
  /** The image with the board's own flash size in its header. */
  bytes: Uint8Array
}

/** Throws `image-*` or `flash-size-differs` before anything was written. `virtual` boards alone take the demo image. */
export function prepareFirmware(
  request: InstallRequest,
  identity: BoardIdentity,
): PreparedFirmware {
  const image = parseFirmwareImage(request.firmware)
  if (image.demo && !request.virtual) {
    throw new DeviceError('image-demo', 'The demo image runs only on the virtual board.')
  }
  checkSize(request.flashSizeBytes, identity)
  checkImageForFlash(image, identity.flashSizeBytes)
  const flashMode = request.flashMode === 'keep' ? undefined : request.flashMode
  const bytes = patchHeader(image.bytes, { flashSizeBytes: identity.flashSizeBytes, flashMode })
  return { image, bytes: sameAsBefore(request.firmware, bytes) }
}

/** By the file that was chosen: what the last plan would have written of it. */
const lastPrepared = new WeakMap<Uint8Array, Uint8Array>()

/** The same array for each plan that writes the same: what was compressed for one plan serves the next. */
function sameAsBefore(firmware: Uint8Array, prepared: Uint8Array): Uint8Array {
  const before = lastPrepared.get(firmware)
  if (before && sameBytes(before, prepared)) return before
  lastPrepared.set(firmware, prepared)
  return prepared
}

/** Firmware that is told another size than the chip has restarts for ever: tests/golden/boot-logs.json. */
function checkSize(wantedBytes: number | undefined, { flashSizeBytes }: BoardIdentity): void {
  if (wantedBytes === undefined || wantedBytes === flashSizeBytes) return
  const message = `The preset says ${wantedBytes / 1024} KB of flash, the board has ${flashSizeBytes / 1024} KB.`
  throw new DeviceError('flash-size-differs', message)
}
