/**
 * An image out of the zlib stream that lies beside it on the server: a third less to download, and the
 * stream goes to the board as it is. It holds the image with erased flash behind it, up to the end of
 * an erase block. The list's SHA-256 of the image decides here, too: what inflates to other bytes is not
 * used. Made by `npm run firmware` (src/cli/firmware/compress-image.ts).
 */
import type { WaitOptions } from '../async/deadline'
import { readAtMost } from '../bytes/read-at-most'
import { DeviceError, isAbort } from '../errors'
import {
  checkImage,
  fetchFile,
  fetchImage,
  imageTimeoutMs,
  type CatalogueImage,
  type Fetch,
} from './catalogue'
import { CatalogueMissing } from './catalogue-missing'

export { chooseImage, loadCatalogue } from './catalogue'

export interface FetchedImage {
  bytes: Uint8Array<ArrayBuffer>
  /** Undefined where the server has none, or none that is right. */
  compressed?: {
    /** The image and the erased flash behind it. */
    content: Uint8Array<ArrayBuffer>
    /** zlib */
    stream: Uint8Array<ArrayBuffer>
  }
}

/** At most so much erased flash stands behind an image. */
const maxPaddingBytes = 0x10000

/**
 * The image by its stream if there is one, else by itself.
 * @throws DeviceError 'catalogue-missing' or 'catalogue-damaged'
 */
export async function fetchSmallest(
  fetch: Fetch,
  baseUrl: string,
  image: CatalogueImage,
  options: WaitOptions = {},
): Promise<FetchedImage> {
  try {
    const file = image.compressed
    if (file) return await fetchCompressed(fetch, baseUrl, { ...image, file }, options)
  } catch (error) {
    if (!helpsToAskForImage(error) || options.signal?.aborted) throw error
  }
  return { bytes: await fetchImage(fetch, baseUrl, image, options) }
}

/** Offline the image itself may still be kept from an earlier visit. */
const helpsToAskForImage = (error: unknown): boolean =>
  !isAbort(error) && !(error instanceof CatalogueMissing && error.reason.why === 'late')

async function fetchCompressed(
  fetch: Fetch,
  baseUrl: string,
  image: CatalogueImage,
  options: WaitOptions,
): Promise<FetchedImage> {
  // A stream that is larger than the image saves nothing.
  const file = { name: image.file, timeoutMs: imageTimeoutMs, maxBytes: image.sizeBytes }
  const stream = await fetchFile(fetch, baseUrl, file, options)
  const content = await inflate(stream, image.sizeBytes + maxPaddingBytes)
  const bytes = content.slice(0, image.sizeBytes)
  await checkImage(image.file, bytes, image)
  const isErased = content.subarray(image.sizeBytes).every((byte) => byte === 0xff)
  return isErased ? { bytes, compressed: { content, stream } } : { bytes }
}

/** By the browser's own inflater, which checks the stream's check sum. Rejects beyond `maxBytes`. */
async function inflate(stream: Uint8Array<ArrayBuffer>, maxBytes: number) {
  const inflated = new Blob([stream]).stream().pipeThrough(new DecompressionStream('deflate'))
  const content = await readAtMost(inflated, maxBytes)
  if (content) return content
  throw new DeviceError('catalogue-damaged', `It inflates to more than ${maxBytes} bytes.`)
}
