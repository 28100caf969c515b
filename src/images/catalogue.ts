/**
 * The firmware files beside the page: what there is, which one fits, and whether a fetched one is
 * what the list says. `npm run firmware` writes the list (src/cli/firmware/firmware.ts).
 * Fetching goes through a function handed in, so that this runs in pages, workers and tests.
 */

import { toHex } from '../bytes/hex'
import * as v from 'valibot'
import { DeviceError, isAbort } from '../errors'
import { readAtMost } from '../bytes/read-at-most'
import { CatalogueMissing } from './catalogue-missing'
import { withDeadline, type WaitOptions } from '../async/deadline'
import { variantFor } from './flash-layout'
import { compareVersions, isSameVersion } from './micropython-version'

export const catalogueVersion = 1

const imageSchema = v.object({
  /** A plain file name, so that no entry can lead away from its folder. */
  file: v.pipe(v.string(), v.regex(/^[\w][\w.-]{0,120}\.bin$/)),
  /** Left out for a build that names none. */
  version: v.optional(v.pipe(v.string(), v.regex(/^v\d{1,3}\.\d{1,3}(\.\d{1,3})?[-.+\w]{0,61}$/))),
  variant: v.picklist(['GENERIC', 'FLASH_1M', 'FLASH_512K', 'unknown']),
  sizeBytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16 * 1024 * 1024)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  md5: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))),
  /** The same as a zlib stream, smaller and ready for the wire: see compressed-image.ts. */
  compressed: v.optional(v.pipe(v.string(), v.regex(/^[\w][\w.-]{0,120}\.zlib$/))),
})

const catalogueSchema = v.object({
  version: v.literal(catalogueVersion),
  images: v.pipe(v.array(imageSchema), v.maxLength(200)),
})

export type Catalogue = v.InferOutput<typeof catalogueSchema>
export type CatalogueImage = v.InferOutput<typeof imageSchema>

/** The part of `fetch` that is needed here. */
export type Fetch = (url: string, init: { signal: AbortSignal }) => Promise<Response>

/** What a preset asks for. */
export interface FirmwareChoice {
  /** `auto`: what fits the flash. */
  variant: 'auto' | 'GENERIC' | 'FLASH_1M'
  /** `latest`, or such as "v1.27.0". */
  version: string
}

/** A small file from the page's own server: if it takes longer, the server is gone. */
const catalogueTimeoutMs = 10_000
/** Two hundred images at their longest; real lists have some KB. */
const maxCatalogueBytes = 0x40000
const catalogueFile = {
  name: 'catalogue.json',
  timeoutMs: catalogueTimeoutMs,
  maxBytes: maxCatalogueBytes,
}
/** 640 KB over a slow home network. */
export const imageTimeoutMs = 60_000

/**
 * @param baseUrl address of the page; the list lies at firmware/catalogue.json beside it
 * @throws DeviceError 'catalogue-missing' or 'catalogue-damaged'
 */
export async function loadCatalogue(
  fetch: Fetch,
  baseUrl: string,
  options: WaitOptions = {},
): Promise<Catalogue> {
  const bytes = await fetchFile(fetch, baseUrl, catalogueFile, options)
  const text = new TextDecoder().decode(bytes)
  // Servers of single-page sites answer an unknown path with the page itself.
  if (/^\s*</.test(text)) throw new CatalogueMissing({ why: 'web-page' })
  const parsed = v.safeParse(catalogueSchema, parseJson(text))
  if (!parsed.success) throw damaged(`The list: ${v.summarize(parsed.issues)}`)
  return parsed.output
}

/**
 * The image of the list for a board with so much flash.
 * @throws DeviceError 'image-variant' if no variant fits the flash, 'catalogue-missing' if the list
 *   has none that fits the choice
 */
export function chooseImage(
  catalogue: Catalogue,
  choice: FirmwareChoice,
  flashSizeBytes: number,
): CatalogueImage {
  for (const variant of acceptableVariants(choice.variant, flashSizeBytes)) {
    const image = catalogue.images
      .filter((image) => image.variant === variant && isVersion(image, choice.version))
      .sort(newestFirst)[0]
    if (image) return image
  }
  throw new CatalogueMissing({ why: 'no-image', variant: choice.variant, version: choice.version })
}

function acceptableVariants(wanted: FirmwareChoice['variant'], flashSizeBytes: number): string[] {
  if (wanted !== 'auto') return [wanted]
  // FLASH_1M runs on larger flash too; it only leaves modules out.
  return [variantFor(flashSizeBytes), 'FLASH_1M']
}

function isVersion({ version }: CatalogueImage, wanted: string): boolean {
  return wanted === 'latest' || isSameVersion(version, wanted)
}

const newestFirst = (a: CatalogueImage, b: CatalogueImage): number =>
  compareVersions(b.version, a.version)

/**
 * Fetches an image of the list and compares size and SHA-256.
 * @throws DeviceError 'catalogue-missing' or 'catalogue-damaged'
 */
export async function fetchImage(
  fetch: Fetch,
  baseUrl: string,
  image: CatalogueImage,
  options: WaitOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const file = { name: image.file, timeoutMs: imageTimeoutMs, maxBytes: image.sizeBytes }
  const bytes = await fetchFile(fetch, baseUrl, file, options)
  await checkImage(image.file, bytes, image)
  return bytes
}

/** @throws DeviceError 'catalogue-damaged' unless `bytes`, out of `file`, are the image of the list */
export async function checkImage(
  file: string,
  bytes: Uint8Array<ArrayBuffer>,
  { sizeBytes, sha256: expected }: CatalogueImage,
): Promise<void> {
  if (bytes.length !== sizeBytes) {
    throw damaged(`${file} has ${bytes.length} bytes instead of ${sizeBytes}.`)
  }
  if ((await sha256(bytes)) !== expected) {
    throw damaged(`${file} is not the file that the list describes (SHA-256).`)
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

export interface FetchedFile {
  name: string
  timeoutMs: number
  /** No more of it is taken. */
  maxBytes: number
}

/** @throws DeviceError 'catalogue-missing', or 'catalogue-damaged' if it is larger than it may be */
export async function fetchFile(
  fetch: Fetch,
  baseUrl: string,
  wanted: FetchedFile,
  options: WaitOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const stop = new AbortController()
  const { name: file, timeoutMs } = wanted
  const url = new URL(`firmware/${file}`, baseUrl).href
  const tooLate = () => new CatalogueMissing({ why: 'late', file, seconds: timeoutMs / 1000 })
  try {
    return await withDeadline(
      download(fetch, url, wanted, stop.signal),
      timeoutMs,
      tooLate,
      options,
    )
  } catch (error) {
    if (error instanceof DeviceError || isAbort(error) || options.signal?.aborted) throw error
    throw new CatalogueMissing({ why: 'not-fetched', file }, error)
  } finally {
    stop.abort()
  }
}

async function download(fetch: Fetch, url: string, wanted: FetchedFile, signal: AbortSignal) {
  const { name: file, maxBytes } = wanted
  const { ok, status, body } = await fetch(url, { signal })
  if (!ok) throw new CatalogueMissing({ why: 'status', file, status })
  const bytes = await readAtMost(body, maxBytes)
  if (!bytes) throw damaged(`${file} has more than ${maxBytes} bytes.`)
  return bytes
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw damaged('The list is not JSON.', cause)
  }
}

function damaged(message: string, cause?: unknown): DeviceError {
  return new DeviceError('catalogue-damaged', message, { cause })
}
