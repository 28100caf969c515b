/**
 * Which responses may be cached. A host with a fallback for single-page sites, a network's sign-in page, or a
 * deploy in progress answers 200 with a web page where a script or an image was requested.
 */
import type { WorkboxPlugin } from 'workbox-core/types.js'

/** Content types by file ending; of other endings it is only known that they are no web page. */
const types: Record<string, RegExp> = {
  html: /^text\/html\b/i,
  js: /^(text|application)\/(x-)?javascript\b/i,
  css: /^text\/css\b/i,
  wasm: /^application\/wasm\b/i,
}

/** Whether `response` is a complete answer of the kind that the name in `url` promises. */
export function hasExpectedType(url: string, response: Response): boolean {
  if (response.status !== 200 || response.type === 'opaque') return false
  const type = response.headers.get('Content-Type') ?? ''
  const expected = types[endingOf(url)]
  return expected ? expected.test(type) : !/^text\/html\b/i.test(type)
}

/** A folder's address stands for its index.html. */
function endingOf(url: string): string {
  const { pathname } = new URL(url)
  if (pathname.endsWith('/')) return 'html'
  return /\.(\w+)$/.exec(pathname)?.[1]?.toLowerCase() ?? ''
}

/** Of the page's own files: with another answer the new version is not installed at all. */
export const cacheExpectedType: WorkboxPlugin = {
  cacheWillUpdate: async ({ request, response }) =>
    hasExpectedType(request.url, response) ? response : null,
}

/** The first byte of every ESP8266 image. */
const imageMagic = 0xe9
/** The first byte of a zlib stream with the largest window. */
const zlibMagic = 0x78
/** The largest flash of an ESP8266, and far more than any list of images. */
const maxBytes = { image: 16 * 1024 * 1024, catalogue: 1024 * 1024 }

/** The catalogue's own schema is checked by the page each time; this keeps out what is something else. */
export const cacheCatalogue: WorkboxPlugin = {
  cacheWillUpdate: async ({ request, response }) => {
    if (!hasExpectedType(request.url, response)) return null
    const text = await response.clone().text()
    return text.length <= maxBytes.catalogue && hasImages(text) ? response : null
  },
}

function hasImages(text: string): boolean {
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray((parsed as { images?: unknown } | null)?.images)
  } catch {
    return false
  }
}

export const cacheFirmwareImage: WorkboxPlugin = {
  cacheWillUpdate: async ({ request, response }) => {
    if (!hasExpectedType(request.url, response)) return null
    const bytes = new Uint8Array(await response.clone().arrayBuffer())
    const magic = endingOf(request.url) === 'zlib' ? zlibMagic : imageMagic
    return bytes[0] === magic && bytes.length <= maxBytes.image ? response : null
  },
}
