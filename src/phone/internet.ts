/** What the Internet answers to the questions of detectors.ts, so that one can be put behind a virtual router. */
import { answerOf, detectors } from './detectors'
import type { HttpAnswer } from './http-message'

/** Windows's browser is sent on from here when there is no portal. */
const others: Readonly<Record<string, { status: number; location: string }>> = {
  'http://www.msftconnecttest.com/redirect': { status: 302, location: 'http://www.msn.com/' },
}

const statusTexts: Readonly<Record<number, string>> = {
  200: 'OK',
  204: 'No Content',
  302: 'Found',
}

/**
 * @param host without a port, in any case
 * @param path with its query
 * @returns undefined for what none of the phones asks
 */
export function internetAnswer(host: string, path: string): HttpAnswer | undefined {
  const url = `http://${host.toLowerCase()}${path}`
  const other = others[url]
  if (other) return answer(other.status, { location: other.location }, '')
  const row =
    detectors.find((one) => one.url === url) ??
    detectors.find((one) => withoutQuery(one.url) === withoutQuery(url))
  if (!row) return undefined
  const { status, headers, body } = answerOf(row.real)
  return answer(status, headers, body)
}

const withoutQuery = (url: string) => url.split('?')[0]

function answer(status: number, headers: HttpAnswer['headers'], text: string): HttpAnswer {
  const body = new TextEncoder().encode(text)
  const length = { 'content-length': String(body.length) }
  return { status, statusText: statusTexts[status] ?? '', headers: { ...headers, ...length }, body }
}
