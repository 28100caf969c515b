/** The headers that a browser adds by itself; names in lower case. */

export interface BrowserIdentity {
  userAgent: string
  /** As in navigator.languages. */
  languages: readonly string[]
}

const accepts = {
  page: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  image: 'image/avif,image/webp,image/svg+xml,image/*,*/*;q=0.8',
  style: 'text/css,*/*;q=0.1',
  script: '*/*',
}
export type Destination = keyof typeof accepts

/** `de-CH,de;q=0.9,en;q=0.8` */
const acceptLanguage = (languages: readonly string[]) =>
  languages
    .slice(0, 4)
    .map((language, i) => (i ? `${language};q=${(1 - i / 10).toFixed(1)}` : language))
    .join(',')

/**
 * @param referrer address of the page that asks; undefined for what was typed
 * @param withOrigin as browsers do for POST and for what goes elsewhere than to the page's own server
 */
export function browserHeaders(
  { userAgent, languages }: BrowserIdentity,
  url: string,
  { destination, referrer, withOrigin = false }: HeaderOptions,
): Record<string, string> {
  return {
    ...(destination === 'page' ? { 'upgrade-insecure-requests': '1' } : {}),
    'user-agent': userAgent,
    accept: accepts[destination],
    ...(referrer ? { referer: refererFor(referrer, url) } : {}),
    ...(withOrigin ? { origin: referrer ? new URL(referrer).origin : 'null' } : {}),
    ...(languages.length ? { 'accept-language': acceptLanguage(languages) } : {}),
  }
}

interface HeaderOptions {
  destination: Destination
  referrer?: string
  withOrigin?: boolean
}

/** strict-origin-when-cross-origin, which is what browsers do unless told otherwise. */
function refererFor(referrer: string, url: string): string {
  const from = new URL(referrer)
  from.hash = ''
  return from.origin === new URL(url).origin ? from.href : `${from.origin}/`
}

/** What only the browser itself may say (https://fetch.spec.whatwg.org/#forbidden-request-header). */
const forbidden =
  /^(accept-(charset|encoding)|access-control-request-.*|connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|referer|set-cookie|te|trailer|transfer-encoding|upgrade|user-agent|via|proxy-.*|sec-.*)$/i

/** What a script may add, names in lower case. */
export const scriptHeaders = (
  headers: readonly (readonly [string, string])[],
): Record<string, string> =>
  Object.fromEntries(
    headers
      .filter(([name]) => !forbidden.test(name))
      .map(([name, value]) => [name.toLowerCase(), value]),
  )
