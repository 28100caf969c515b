/**
 * What a shown page's script may fetch, by the rules of a browser: its own server freely, others as far as they
 * allow it. https://fetch.spec.whatwg.org/
 */
import type { HttpAnswer } from '../http-exchange'
import { redirected, withoutFragment } from './page-request'
import { maxRedirects, type PhoneBrowser } from './phone-browser'
import { browserHeaders, scriptHeaders, type Destination } from './request-headers'

export interface PageFetch {
  method: string
  /** Absolute. */
  url: string
  headers: readonly (readonly [name: string, value: string])[]
  body?: Uint8Array
  redirect: 'follow' | 'manual' | 'error'
  mode: 'cors' | 'no-cors' | 'same-origin'
}

export interface PageFetched {
  type: 'basic' | 'cors' | 'opaque' | 'opaqueredirect'
  url: string
  redirected: boolean
  status: number
  statusText: string
  headers: [string, string][]
  body: Uint8Array
}

/** Methods and content types that a page may send to any server without asking it first. */
const simpleMethods = ['GET', 'HEAD', 'POST']
const simpleHeaders = ['accept', 'accept-language', 'content-language', 'content-type']
const simpleTypes = /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i
/** Of a server's headers, what a page elsewhere may read. */
const readable =
  /^(cache-control|content-language|content-length|content-type|expires|last-modified|pragma)$/

/** @throws TypeError as `fetch` does; the signal's reason */
export async function pageFetch(
  browser: PhoneBrowser,
  asked: PageFetch,
  signal: AbortSignal,
): Promise<PageFetched> {
  let request: PageFetch = { ...asked, url: withoutFragment(asked.url) }
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const foreign = isForeign(browser, request)
    if (foreign) await mayAsk(browser, request, signal)
    const answer = await askFor(browser, request, foreign, signal)
    if (foreign && request.mode === 'cors' && !allows(browser, answer)) throw blocked()
    const next = redirected(request, answer.status, answer.headers.location)
    if (!next) return fetched(request, answer, foreign, redirects > 0)
    if (asked.redirect === 'error') throw blocked()
    if (asked.redirect === 'manual') return opaque('opaqueredirect', asked.url)
    request = next
  }
  throw blocked()
}

/** A picture, style sheet or script that the page's markup names. */
export const pageResource = (
  browser: PhoneBrowser,
  url: string,
  destination: Destination,
  signal: AbortSignal,
): Promise<PageFetched> => {
  const request = { method: 'GET', url, headers: [], redirect: 'follow', mode: 'no-cors' } as const
  return resourceChain(browser, request, destination, signal)
}

async function resourceChain(
  browser: PhoneBrowser,
  first: PageFetch,
  destination: Destination,
  signal: AbortSignal,
): Promise<PageFetched> {
  let request = first
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const answer = await askFor(browser, request, false, signal, destination)
    const next = redirected(request, answer.status, answer.headers.location)
    if (!next) return fetched({ ...request, mode: 'cors' }, answer, false, redirects > 0)
    request = next
  }
  throw blocked()
}

const blocked = () => new TypeError('Failed to fetch')

const originOf = (url: string) => new URL(url).origin
const isForeign = (browser: PhoneBrowser, { url }: PageFetch) =>
  originOf(url) !== originOf(browser.address || url)

/** @throws TypeError where a browser asks nobody, or the server does not allow it beforehand */
async function mayAsk(browser: PhoneBrowser, request: PageFetch, signal: AbortSignal) {
  if (request.mode === 'same-origin') throw blocked()
  if (isSimple(request)) return
  if (request.mode === 'no-cors') throw blocked()
  const headers = {
    ...browserHeaders(browser.options, request.url, script(browser, true)),
    'access-control-request-method': request.method,
    'access-control-request-headers': unusual(request).join(','),
  }
  const answer = await browser.ask(
    { method: 'OPTIONS', url: request.url, headers },
    'script',
    signal,
  )
  if (!allows(browser, answer) || !answersPreflight(answer, request)) throw blocked()
}

const unusual = ({ headers }: PageFetch) =>
  headers
    .filter(([name, value]) => !isSimpleHeader(name.toLowerCase(), value))
    .map(([name]) => name.toLowerCase())
    .sort()

const isSimpleHeader = (name: string, value: string) =>
  simpleHeaders.includes(name) && (name !== 'content-type' || simpleTypes.test(value))

const isSimple = (request: PageFetch) =>
  simpleMethods.includes(request.method) && unusual(request).length === 0

function answersPreflight({ status, headers }: HttpAnswer, request: PageFetch): boolean {
  const listed = (name: string) => listOf(headers[name])
  const has = (name: string, what: string) =>
    listed(name).includes('*') || listed(name).includes(what.toLowerCase())
  const method = 'access-control-allow-methods'
  return (
    status >= 200 &&
    status < 300 &&
    (simpleMethods.includes(request.method) || has(method, request.method)) &&
    unusual(request).every((name) => has('access-control-allow-headers', name))
  )
}

function allows(browser: PhoneBrowser, { headers }: HttpAnswer): boolean {
  const allowed = headers['access-control-allow-origin']?.trim()
  return allowed === '*' || allowed === originOf(browser.address)
}

const script = (browser: PhoneBrowser, withOrigin: boolean) =>
  ({ destination: 'script', referrer: browser.address, withOrigin }) as const

function askFor(
  browser: PhoneBrowser,
  request: PageFetch,
  foreign: boolean,
  signal: AbortSignal,
  destination: Destination = 'script',
): Promise<HttpAnswer> {
  if (new URL(request.url).protocol !== 'http:') throw blocked()
  const withOrigin =
    (foreign && request.mode === 'cors') || !['GET', 'HEAD'].includes(request.method)
  const own = browserHeaders(browser.options, request.url, {
    ...script(browser, withOrigin),
    destination,
  })
  const headers = { ...own, ...scriptHeaders(request.headers) }
  const { method, url, body } = request
  return browser.ask({ method, url, headers, body }, 'script', signal)
}

function fetched(
  { url, mode }: PageFetch,
  answer: HttpAnswer,
  foreign: boolean,
  wasRedirected: boolean,
): PageFetched {
  if (foreign && mode === 'no-cors') return opaque('opaque', url)
  const headers = Object.entries(answer.headers).filter(
    ([name]) => !/^set-cookie2?$/.test(name) && (!foreign || isReadable(name, answer)),
  )
  const { status, statusText, body } = answer
  const type = foreign ? 'cors' : 'basic'
  return { type, url, redirected: wasRedirected, status, statusText, headers, body }
}

const isReadable = (name: string, { headers }: HttpAnswer) =>
  readable.test(name) ||
  (headers['access-control-expose-headers'] ?? '')
    .toLowerCase()
    .split(/\s*,\s*/)
    .includes(name)

const opaque = (type: 'opaque' | 'opaqueredirect', url: string): PageFetched => ({
  type,
  url,
  redirected: false,
  status: 0,
  statusText: '',
  headers: [],
  body: new Uint8Array(),
})

const listOf = (value = '') =>
  value
    .toLowerCase()
    .split(',')
    .map((one) => one.trim())
