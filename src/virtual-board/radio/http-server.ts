/** A server in the Internet: HTTP/1.1, one answer for each connection. */
import { Connection } from './connection'

export interface InternetAnswer {
  /** 100 to 599. */
  status: number
  statusText?: string
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array
}

/**
 * What the server `host` answers to a GET of `path` (with its query).
 * @param host  in lower case, without port
 * @returns undefined if there is nothing at this path
 */
export type Internet = (host: string, path: string) => InternetAnswer | undefined

/** More than any detection sends. */
const requestLimitBytes = 4096
/** What the server itself says of an answer. */
const ownHeaders = ['content-length', 'connection', 'transfer-encoding']

/** @param name  of the server, for requests without Host */
export function serveHttp(internet: Internet, from: string, name: string): Connection {
  let request = ''
  let rest: Uint8Array | undefined
  let isLooking = false
  const connection: Connection = new Connection(from, 0, () => look())
  const look = () => {
    if (isLooking || connection.reset) return
    isLooking = true // taking and sending are themselves changes of the connection
    request += takeAll(connection)
    if (request.length > requestLimitBytes) connection.end('both')
    if (request.includes('\r\n\r\n')) rest ??= response(internet, request, name)
    if (rest) rest = sendSome(connection, rest)
    const isGivenUp = connection.peerDone && !rest
    if ((rest?.length === 0 || isGivenUp) && !connection.boardDone) connection.end('board')
    isLooking = false
  }
  return connection
}

function takeAll(connection: Connection): string {
  let text = ''
  while (connection.unreadBytes > 0 && text.length <= requestLimitBytes) {
    for (const byte of connection.boardTakes(1024) ?? []) text += String.fromCharCode(byte)
  }
  return text
}

/** As much as the window takes; returns the rest. */
function sendSome(connection: Connection, bytes: Uint8Array): Uint8Array {
  let rest = bytes
  while (rest.length > 0 && connection.roomForBoard > 0) {
    rest = rest.subarray(connection.boardSends(rest))
  }
  return rest
}

function response(internet: Internet, request: string, name: string): Uint8Array {
  const [, method = '', path = '/'] = /^([A-Z]+) (\S+) HTTP\/1\.[01]\r\n/.exec(request) ?? []
  const host = /^host:[ \t]*([^\r\n:]*)/im.exec(request)?.[1]?.trim().toLowerCase()
  const answer = internet(host || name, path) ?? { status: 404, statusText: 'Not Found' }
  const { status, statusText = '', headers = {}, body = '' } = answer
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const isEmpty = status === 204 || status === 304
  const lines = Object.entries(headers)
    .filter(([one]) => !ownHeaders.includes(one.toLowerCase()))
    .concat(isEmpty ? [] : [['Content-Length', String(bytes.length)]], [['Connection', 'close']])
    .map(([one, value]) => `${one}: ${value}\r\n`)
  const head = new TextEncoder().encode(`HTTP/1.1 ${status} ${statusText}\r\n${lines.join('')}\r\n`)
  if (method === 'HEAD' || isEmpty) return head
  const whole = new Uint8Array(head.length + bytes.length)
  whole.set(head)
  whole.set(bytes, head.length)
  return whole
}
