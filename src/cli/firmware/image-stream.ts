/** What the compressed stream beside an image holds, and whether one is right. */
import { isPatchable } from '../../esptool/deflate/patchable-stream'
import type { FirmwareImage } from '../../images/firmware-image'
import { placeFor } from '../../provision/plan/board-image'
import { paddedFirmware } from '../../provision/plan/erase-blocks'

/** A flash in which every variant has its files where it has them anywhere. */
const flashSizeBytes = 4 * 1024 * 1024

/** What a plan writes of an image to a board, but for the header. */
export const writtenOf = (image: FirmwareImage): Uint8Array =>
  paddedFirmware(image.bytes, placeFor(image, flashSizeBytes)?.offset)

/** True if `stream` is what compress-image.ts makes, by whatever compressor. */
export const isStreamOf = (stream: Uint8Array, image: FirmwareImage): boolean =>
  isPatchable(stream, writtenOf(image))
