/** An HTTP/1.1 request as a browser writes it. */
import { concatBytes } from '../bytes/bytes'
import { ExchangeError } from './exchange-error'
import type { HttpQuestion } from './http-message'

/** Only `encodeRequest` says them: they must be true. */
const own = ['host', 'content-length', 'transfer-encoding']
const token = /^[!#$%&'*+.^_`|~\w-]+$/
/** Everything but control characters; what is above a byte does not fit. */
const value = /^[\t\x20-\x7e\x80-\xff]*$/

/**
 * @returns the URL that is asked; only `http:`
 * @throws ExchangeError 'invalid-question'
 */
export function questionUrl(question: HttpQuestion): URL {
  const url = URL.canParse(question.url) ? new URL(question.url) : undefined
  if (url?.protocol !== 'http:') throw new ExchangeError('invalid-question')
  return url
}

/** @throws ExchangeError 'invalid-question' if method or a header would break out of its line */
export function encodeRequest(question: HttpQuestion): Uint8Array {
  const { method, body } = question
  const url = questionUrl(question)
  const given = Object.entries(question.headers).map(([name, text]) => [name.toLowerCase(), text])
  const headers = new Map([
    ['host', url.host],
    ['connection', 'keep-alive'],
    ...(body || method === 'POST' ? [['content-length', String(body?.length ?? 0)] as const] : []),
    ['accept', '*/*'],
    ...given
      .filter(([name = '']) => !own.includes(name))
      .map(([n = '', v = '']) => [n, v] as const),
  ])
  const valid =
    token.test(method) && [...headers].every(([name, text]) => token.test(name) && value.test(text))
  if (!valid) throw new ExchangeError('invalid-question')
  const lines = [...headers].map(([name, text]) => `${titleCase(name)}: ${text}\r\n`)
  const head = `${method} ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join('')}\r\n`
  return concatBytes([bytesOf(head), body ?? new Uint8Array()])
}

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

/** `user-agent` → `User-Agent`, as browsers write it in HTTP/1.1. */
const titleCase = (name: string) => name.replace(/(^|-)\w/g, (start) => start.toUpperCase())
