/** What the Internet answers to the questions of detectors.ts, so that one can be put behind a virtual router. */
import { answerOf, detectors } from './detectors'
import type { HttpAnswer } from './http-message'
import type { Answer } from './judges'

/** What phones ask besides: over HTTPS, and what Windows's browser is led to when there is no portal. */
const others: Readonly<Record<string, Partial<Answer>>> = {
  'http://www.google.com/generate_204': { status: 204 },
  'http://www.msftconnecttest.com/redirect': {
    status: 302,
    headers: { location: 'http://www.msn.com/' },
  },
  'http://www.msn.com/': { headers: { 'content-type': 'text/html' }, body: '<title>MSN</title>' },
}

/** Whose name leads somewhere, whatever is asked there. */
const ncsiName = 'dns.msftncsi.com'
const hosts = new Set([
  ncsiName,
  ...[...detectors.map(({ url }) => url), ...Object.keys(others)].map((url) => new URL(url).host),
])

const statusTexts: Readonly<Record<number, string>> = {
  200: 'OK',
  204: 'No Content',
  302: 'Found',
  404: 'Not Found',
}

/**
 * @param host without a port, in any case
 * @param path with its query
 * @returns headers without a length, which whoever sends them adds; 404 for another path of a host that a phone asks; undefined for every other host: there is no such name
 */
export function internetAnswer(host: string, path: string): HttpAnswer | undefined {
  const name = host.toLowerCase()
  if (!hosts.has(name)) return undefined
  const url = `http://${name}${path}`
  const row = detectors.find((one) => withoutQuery(one.url) === withoutQuery(url))
  const { status, headers, body } = answerOf(others[url] ?? row?.real ?? { status: 404 })
  return {
    status,
    statusText: statusTexts[status] ?? '',
    headers,
    body: new TextEncoder().encode(body),
  }
}

const withoutQuery = (url: string) => url.split('?')[0]
