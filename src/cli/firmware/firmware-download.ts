/**
 * Fetches official images: the newest that the server lists, else the ones that are known by name. A
 * server that cannot be reached is no reason to wait twice: the first failure ends the run.
 */
import { DeviceError } from '../../errors'
import { compareVersions } from '../../images/micropython-version'
import {
  knownReleases,
  offeredVariants,
  parseReleaseFile,
  releaseFile,
  type OfferedVariant,
} from '../../images/known-releases'
import { fetchBytes, reasonOf, RefusedDownload } from './bounded-fetch'
import { listingOf, readListing, type NewestFiles } from './firmware-listing'
import type { FirmwareStore } from './firmware-store'

/** Where the official images lie. */
export const officialSource = 'https://micropython.org/resources/firmware/'

/** What the page is tested with, in the order of `offeredVariants`. */
export const pinnedFiles = [
  releaseFile('GENERIC', knownReleases[0]),
  releaseFile('FLASH_1M', knownReleases[0]),
] as const

export interface DownloadOptions {
  source?: string
  /** The page with the releases; default: where micropython.org has it, on the source's server. */
  listing?: string
  /** For the server's first answer: without a network nothing should keep `npm start` waiting. */
  answerTimeoutMs?: number
  /** The same for the page with the releases, without which there still are the known ones. */
  listingTimeoutMs?: number
  /** For a whole file of about 640 KB. */
  fileTimeoutMs?: number
  fetch?: typeof fetch
}

/** No image that the chip can run is larger than the 1 MB of flash that it maps. */
const maxFileBytes = 2 * 1024 * 1024

/**
 * Fetches what the store does not have of the newest releases that the server lists.
 * @returns why some of them were not found or taken; none of that keeps the known ones away
 * @throws Error naming the file and the reason if a variant could not be had at all
 */
export async function downloadNewest(
  store: FirmwareStore,
  options: DownloadOptions = {},
): Promise<string[]> {
  const notes: string[] = []
  const listed = await listedFiles(options).catch((error: unknown): NewestFiles => {
    notes.push(`The newest release could not be looked up: ${reasonOf(error)}.`)
    return {}
  })
  for (const variant of offeredVariants) {
    await downloadOne(store, variant, listed[variant], options, notes)
  }
  return notes
}

/** Fetches what the store does not have. @throws Error naming the file and the reason */
export async function downloadPinned(
  store: FirmwareStore,
  options: DownloadOptions = {},
): Promise<void> {
  for (const variant of offeredVariants) {
    await downloadOne(store, variant, undefined, options, [])
  }
}

async function listedFiles({
  source = officialSource,
  listing,
  listingTimeoutMs = 5000,
  fetch,
}: DownloadOptions): Promise<NewestFiles> {
  const folder = folderOf(source)
  const page = listing === undefined ? listingOf(folder) : new URL(listing)
  const totalTimeoutMs = 4 * listingTimeoutMs
  return readListing(page, folder, { answerTimeoutMs: listingTimeoutMs, totalTimeoutMs, fetch })
}

/** The newest of the candidates that the store has or the server gives whole. */
async function downloadOne(
  store: FirmwareStore,
  variant: OfferedVariant,
  listed: string | undefined,
  options: DownloadOptions,
  notes: string[],
): Promise<void> {
  const known = knownReleases.map((release) => releaseFile(variant, release))
  const files = [...new Set(listed === undefined ? known : [listed, ...known])].sort(newestFirst)
  let failure: Error | undefined
  for (const file of files) {
    try {
      if (!(await store.has(file))) await store.add(file, await downloadFile(file, options))
      return
    } catch (error) {
      const problem = new Error(`${file}: ${reasonOf(error)}`, { cause: error })
      if (!known.includes(file)) notes.push(`Not taken: ${problem.message}.`)
      else {
        failure ??= problem
        if (!hasAnswered(error)) break
      }
    }
  }
  throw failure ?? new Error(`${files[0]}: not found`)
}

const newestFirst = (a: string, b: string): number =>
  compareVersions(parseReleaseFile(b)?.version, parseReleaseFile(a)?.version)

/** The server is there; it has no such file, or something else under its name. */
const hasAnswered = (error: unknown): boolean =>
  error instanceof RefusedDownload || error instanceof DeviceError

const folderOf = (source: string): URL => new URL(`${source.replace(/\/*$/, '')}/`)

function downloadFile(file: string, options: DownloadOptions): Promise<Uint8Array> {
  const { source = officialSource, answerTimeoutMs = 10_000, fileTimeoutMs = 120_000 } = options
  return fetchBytes(new URL(file, folderOf(source)), {
    answerTimeoutMs,
    totalTimeoutMs: fileTimeoutMs,
    maxBytes: maxFileBytes,
    fetch: options.fetch,
  })
}
