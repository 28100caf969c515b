/** The list of files that the service worker keeps, as Workbox wants it: address, revision, integrity. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PrecacheEntry } from 'workbox-precaching'

/** Where the bundled worker waits for the list. */
const placeholder = 'self.__WB_MANIFEST'

/** @param names paths below `folder`, with slashes */
export function precacheManifest(folder: string, names: string[]): PrecacheEntry[] {
  return [...names].sort().map((url) => {
    const hash = createHash('sha256').update(readFileSync(join(folder, url)))
    const digest = hash.digest('base64')
    return { url, revision: revisionOf(digest), integrity: `sha256-${digest}` }
  })
}

/**
 * Every file gets one, hashed names too: with a revision Workbox goes past the browser's own cache, where
 * a wrong answer may lie for a year.
 */
const revisionOf = (digest: string) => Buffer.from(digest, 'base64').toString('hex').slice(0, 16)

/** @throws Error if `code` does not ask for the list exactly once */
export function withManifest(code: string, manifest: PrecacheEntry[]): string {
  const [before, after, ...more] = code.split(placeholder)
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`The service worker must contain ${placeholder} once.`)
  }
  return before + JSON.stringify(manifest) + after
}
