/** What a browser asks for when it goes to another page, and how a redirect changes that. */

export interface PageRequest {
  method: 'GET' | 'POST'
  /** Absolute. */
  url: string
  body?: { type: string; bytes: Uint8Array }
}

/** Statuses with a Location that browsers follow. */
const redirects = [301, 302, 303, 307, 308]

/** Longer addresses are refused, as servers do. */
export const maxUrlLength = 8192

/**
 * The absolute address that `text` means on the page `base`, without line breaks as browsers read it.
 * @returns undefined if it is none
 */
export function resolveUrl(text: string, base: string | undefined): string | undefined {
  if (text.length > maxUrlLength || !URL.canParse(text, base)) return undefined
  const url = new URL(text, base)
  url.username = ''
  url.password = ''
  return url.href.length > maxUrlLength ? undefined : url.href
}

/** What somebody has typed: `192.168.4.1` is enough. */
export const typedUrl = (text: string): string | undefined =>
  resolveUrl(/^[a-z][a-z\d+.-]*:(?!\d)/i.test(text) ? text : `http://${text.trim()}`, undefined)

export const withoutFragment = (url: string): string => url.replace(/#.*$/s, '')

/**
 * The request that an answer redirects to; undefined if it does not.
 * https://fetch.spec.whatwg.org/#http-redirect-fetch
 */
export function redirected<R extends { method: string; url: string; body?: unknown }>(
  request: R,
  status: number,
  location: string | undefined,
): R | undefined {
  if (!redirects.includes(status) || location === undefined) return undefined
  const url = resolveUrl(location, request.url)
  if (url === undefined) return undefined
  const target = { ...request, url: withFragmentOf(url, request.url) }
  const becomesGet =
    ([301, 302].includes(status) && request.method === 'POST') ||
    (status === 303 && !['GET', 'HEAD'].includes(request.method))
  return becomesGet ? { ...target, method: 'GET', body: undefined } : target
}

/** A redirect keeps the fragment that was asked for, unless it brings one. */
function withFragmentOf(url: string, before: string): string {
  const { hash } = new URL(before)
  return url.includes('#') ? url : url + hash
}
