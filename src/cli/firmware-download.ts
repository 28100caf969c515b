/**
 * Fetches the pinned official images. A server that cannot be reached is no reason to wait twice:
 * the first failure ends the run.
 */

import type { FirmwareStore } from './firmware-store'

/** Where the official images lie. */
export const officialSource = 'https://micropython.org/resources/firmware/'

/** What the page is tested with and offers by default. */
export const pinnedFiles = [
  'ESP8266_GENERIC-20251209-v1.27.0.bin',
  'ESP8266_GENERIC-FLASH_1M-20251209-v1.27.0.bin',
] as const

export interface DownloadOptions {
  source?: string
  /** For the server's first answer: without a network nothing should keep `npm start` waiting. */
  answerTimeoutMs?: number
  /** For a whole file of about 640 KB. */
  fileTimeoutMs?: number
  fetch?: typeof fetch
}

/** Fetches what the store does not have. @throws Error naming the file and the reason */
export async function downloadPinned(
  store: FirmwareStore,
  options: DownloadOptions = {},
): Promise<void> {
  for (const file of pinnedFiles) {
    if (await store.has(file)) continue
    try {
      await store.add(file, await downloadFile(file, options))
    } catch (error) {
      throw new Error(`${file}: ${reasonOf(error)}`, { cause: error })
    }
  }
}

async function downloadFile(file: string, options: DownloadOptions): Promise<Uint8Array> {
  const { source = officialSource, answerTimeoutMs = 10_000, fileTimeoutMs = 120_000 } = options
  const stop = new AbortController()
  const giveUp = (what: string) => () => stop.abort(new Error(what))
  const answerTimer = setTimeout(giveUp('the server does not answer'), answerTimeoutMs)
  const fileTimer = setTimeout(giveUp('the download takes too long'), fileTimeoutMs)
  try {
    const request = options.fetch ?? fetch
    const response = await request(new URL(file, `${source.replace(/\/*$/, '')}/`), {
      signal: stop.signal,
    })
    clearTimeout(answerTimer)
    if (!response.ok) throw new Error(`the server answers ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  } finally {
    clearTimeout(answerTimer)
    clearTimeout(fileTimer)
  }
}

/** Node says only "fetch failed" and keeps the reason as the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}
