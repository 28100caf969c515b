/**
 * The zlib stream that the page writes to a board in place of one of its own, made once with zopfli:
 * some hundredths smaller than zlib's best, for some seconds of work.
 */
import { deflateAsync } from '@gfx/zopfli'
import { patchableBytes, patchableStream } from '../../esptool/deflate/patchable-stream'
import type { FirmwareImage } from '../../images/firmware-image'
import { writtenOf } from './image-stream'

/** zopfli's own default; twice as many save less than a thousandth. */
const iterations = 15
/** Code, constants and texts lie in turns in an image: more than the default of 15 pays. */
const blocks = 30

/** The whole stream; see patchable-stream.ts. */
export async function compressImage(image: FirmwareImage): Promise<Uint8Array> {
  const written = writtenOf(image)
  const rest = written.subarray(patchableBytes)
  const options = { numiterations: iterations, blocksplittingmax: blocks }
  return patchableStream(written, await deflateAsync(rest, options))
}
