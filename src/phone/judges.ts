/**
 * What each system makes of the answer to its question: its rules in a few lines. Sources: Android NetworkMonitor and
 * CaptivePortalProbeResult, Firefox captivedetect, Chromium CaptivePortalDetector, NetworkManager
 * nm-connectivity.c, Microsoft's NCSI documentation; iOS and Kindle as users report them.
 */

/** One HTTP answer, redirects not followed. */
export interface Answer {
  status: number
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  body: string
  tookMs: number
}

/**
 * Why an answer is of no use: it came too late; an error; so short that no page can be in it; a redirect to no
 * absolute address; not the expected text, and no redirect either; not a page with a form.
 */
export type UselessAnswer =
  'too-late' | 'error-status' | 'empty' | 'relative-redirect' | 'not-a-redirect' | 'no-form'

/** `portal` opens the sign-in sheet; `online`: the Internet is there; anything else: no use at all. */
export type Judgement = 'portal' | 'online' | UselessAnswer

export type Judge = (answer: Answer) => Judgement

const isRedirect = ({ status }: Answer) => status >= 300 && status < 400
const isAbsolute = (location = '') => /^https?:\/\/[^/]/.test(location)
const isError = ({ status }: Answer) => status < 200 || status >= 400
/** RFC 6585, 6: network authentication required. */
const networkAuthentication = 511

/** How long Android waits for its first answers, in ms. */
export const androidMs = 3000

/** Decided after three seconds; 204 is success, and so little content is no page to sign in on. */
export const android: Judge = (answer) => {
  const { status, headers, body, tookMs } = answer
  if (tookMs > androidMs) return 'too-late'
  if (status === 204) return 'online'
  if (isError(answer)) return 'error-status'
  if (status === 200 && (body.length === 0 || Number(headers['content-length']) <= 4)) {
    return 'empty'
  }
  if (isRedirect(answer) && !isAbsolute(headers.location)) return 'relative-redirect'
  return 'portal'
}

/** The sheet shows what came, so an empty answer would be an empty sheet. */
export const apple: Judge = (answer) => {
  if (/\bSuccess\b/.test(answer.body)) return 'online'
  if (isError(answer)) return 'error-status'
  return answer.body.length > 0 ? 'portal' : 'empty'
}

/** A redirect opens the browser. */
export const windows =
  (expected: string): Judge =>
  (answer) => {
    if (answer.status === 200 && answer.body === expected) return 'online'
    if (isError(answer)) return 'error-status'
    if (!isRedirect(answer)) return 'not-a-redirect'
    return isAbsolute(answer.headers.location) ? 'portal' : 'relative-redirect'
  }

/** Anything but the expected text, wherever it comes from. */
export const firefox =
  (expected: string): Judge =>
  (answer) => {
    if (answer.status === 200 && answer.body === expected) return 'online'
    return isError(answer) ? 'error-status' : 'portal'
  }

export const chromium: Judge = (answer) => {
  const { status, headers } = answer
  if (status === 204) return 'online'
  if (status === 200 && Number(headers['content-length'] ?? 1) === 0) return 'online'
  return isError(answer) && status !== networkAuthentication ? 'error-status' : 'portal'
}

export const networkManager =
  (expected: string): Judge =>
  (answer) => {
    const { status, headers, body } = answer
    if (headers['x-networkmanager-status'] === 'online') return 'online'
    if (status === 204 && expected === '') return 'online'
    if (status === 200 && expected !== '' && body.startsWith(expected)) return 'online'
    return isError(answer) && status !== networkAuthentication ? 'error-status' : 'portal'
  }

/** In the page that Amazon's server sends. */
export const kindleMark = '81ce4465-7167-4dcb-835b-dcc9e44c112a'

/** Shows the page that it asked for, and follows nothing. */
export const kindle: Judge = (answer) => {
  if (answer.body.includes(kindleMark)) return 'online'
  if (isError(answer)) return 'error-status'
  return answer.status === 200 && /<form/.test(answer.body) ? 'portal' : 'no-form'
}
