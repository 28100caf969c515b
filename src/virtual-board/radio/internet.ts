/** The Internet behind the home router: names, and servers that answer HTTP on port 80. */
import { Connection } from './connection'
import type { Host } from './host'

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
 * @returns undefined if there is no such name
 */
export type Internet = (host: string, path: string) => InternetAnswer | undefined

/** More than any detection sends. */
const requestLimitBytes = 4096
/** Addresses of documentation (RFC 5737), so that nobody's real server is meant. */
const addressOf = (index: number) => `203.0.113.${index + 1}`
const mostNames = 254

export class InternetServers {
  readonly #internet: Internet
  readonly #names: string[] = []

  constructor(internet: Internet) {
    this.#internet = internet
  }

  /** The IPv4 address of a name; undefined if there is none. */
  lookUp(name: string): string | undefined {
    if (!this.#internet(name, '/')) return undefined
    if (!this.#names.includes(name) && this.#names.length < mostNames) this.#names.push(name)
    const index = this.#names.indexOf(name)
    return index < 0 ? undefined : addressOf(index)
  }

  /** Undefined if nobody is at the address. @param isThere  whether the router leads there now */
  at(address: string, isThere: () => boolean): Host | undefined {
    if (!this.#names.some((_, index) => addressOf(index) === address)) return undefined
    return {
      isThere,
      accept: (port, from) => (port === 80 ? this.#serve(from) : undefined),
      ask: () => undefined,
    }
  }

  #serve(from: string): Connection {
    let waiting: Uint8Array[] | undefined
    let request = ''
    const connection: Connection = new Connection(from, 0, () => look())
    const look = () => {
      for (let bytes = connection.boardTakes(1024); bytes; bytes = connection.boardTakes(1024)) {
        request += String.fromCharCode(...bytes)
      }
      const isComplete = request.includes('\r\n\r\n')
      if (request.length > requestLimitBytes) return void (connection.reset ||= true)
      if (isComplete) waiting ??= [response(this.#internet, request)]
      if (waiting) drain(connection, waiting)
    }
    return connection
  }
}

/** Sends as the window allows, then FIN. */
function drain(connection: Connection, waiting: Uint8Array[]): void {
  for (let rest = waiting.shift(); rest; rest = waiting.shift()) {
    const room = Math.max(0, connection.roomForBoard)
    const now = rest.subarray(0, room)
    if (now.length < rest.length) waiting.unshift(rest.subarray(now.length))
    if (now.length === 0) return
    connection.boardSends(now)
  }
  if (!connection.boardDone) connection.end('board')
}

function response(internet: Internet, request: string): Uint8Array {
  const [, method = '', path = '/'] = /^([A-Z]+) (\S+) HTTP\/1\.[01]\r\n/.exec(request) ?? []
  const host = (/^host:[ \t]*([^\r\n:]*)/im.exec(request)?.[1] ?? '').trim().toLowerCase()
  const answer = internet(host, path) ?? { status: 404, statusText: 'Not Found' }
  const { status, statusText = '', headers = {}, body = '' } = answer
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const length = status === 204 || status === 304 ? {} : { 'Content-Length': String(bytes.length) }
  const lines = Object.entries({ ...headers, ...length, Connection: 'close' })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const start = new TextEncoder().encode(`HTTP/1.1 ${status} ${statusText}\r\n${head}\r\n`)
  return method === 'HEAD' ? start : Uint8Array.from([...start, ...bytes])
}
