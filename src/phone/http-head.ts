/** The head of an HTTP/1.1 answer (RFC 9112, 4 and 5): status line and headers, read as tolerantly as browsers do. */
import { ExchangeError } from './exchange-error'

export interface HttpHead {
  status: number
  statusText: string
  headers: Record<string, string>
}

/** @throws ExchangeError 'malformed' without a status line */
export function parseHead(text: string): HttpHead {
  const [first = '', ...lines] = text.split(/\r?\n/)
  const [, digits, statusText = ''] = /^HTTP\/1\.\d[ \t]+(\d{3})(?:[ \t]+(.*))?$/.exec(first) ?? []
  const status = Number(digits)
  if (!digits || status < 100 || status > 599) throw new ExchangeError('malformed')
  return { status, statusText: statusText.trim(), headers: parseHeaders(lines) }
}

/** What is no header is ignored; a line that begins with white space continues the one before. */
function parseHeaders(lines: readonly string[]): Record<string, string> {
  const found = new Map<string, string>()
  let last: string | undefined
  for (const line of lines) {
    const [, name, value = ''] = /^([!#$%&'*+.^_`|~\w-]+)[ \t]*:(.*)$/.exec(line) ?? []
    if (name !== undefined) add(found, (last = name.toLowerCase()), value.trim())
    else if (/^[ \t]/.test(line) && last !== undefined) {
      found.set(last, `${found.get(last) ?? ''} ${line.trim()}`.trim())
    } else last = undefined
  }
  return Object.fromEntries(found)
}

function add(headers: Map<string, string>, name: string, value: string): void {
  const before = headers.get(name)
  headers.set(name, before === undefined ? value : `${before}, ${value}`)
}

/** How the length of the body is known: by a number, by chunks, or by the end of the connection. */
export type BodyLength = number | 'chunked' | 'until-close'

/** @throws ExchangeError 'malformed' if the headers contradict each other */
export function bodyLength({ status, headers }: HttpHead, method: string): BodyLength {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return 0
  const coding = headers['transfer-encoding']
  if (coding !== undefined) {
    if (coding.toLowerCase() !== 'chunked') throw new ExchangeError('malformed')
    return 'chunked'
  }
  const lengths = new Set(headers['content-length']?.split(',').map((part) => part.trim()))
  if (lengths.size === 0) return 'until-close'
  const [length = ''] = lengths
  if (lengths.size > 1 || !/^\d{1,15}$/.test(length)) throw new ExchangeError('malformed')
  return Number(length)
}
