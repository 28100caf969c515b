/** The Internet behind the home router: names, their addresses, and a server at each. */
import { Connection } from './connection'
import type { Host } from './host'
import { serveHttp, type Internet } from './http-server'

export interface InternetOptions {
  /** Default: nothing is found on any server. */
  internet?: Internet
  /** The IPv4 address of a name where it matters; the others get one of those for documentation. */
  internetAddress?: (name: string) => string | undefined
}

/** Addresses of documentation (RFC 5737), so that nobody's real server is meant. */
const addressAt = (index: number) => `203.0.113.${index + 1}`
const mostAddresses = 254
/** Never in the Internet's DNS (RFC 6761, 6762, 8375 and what routers use). */
const privateEndings = ['local', 'localhost', 'lan', 'home', 'internal', 'test', 'invalid', 'arpa']
const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/

const nothing = () => undefined

export class InternetServers {
  readonly #internet: Internet
  readonly #knownAddress: (name: string) => string | undefined
  readonly #known = new Set<string>()
  /** By address; the oldest names give way. */
  readonly #names: string[] = []
  #next = 0

  constructor({ internet = nothing, internetAddress = nothing }: InternetOptions) {
    this.#internet = internet
    this.#knownAddress = internetAddress
  }

  /** The IPv4 address of a name; undefined if there is no such name. @param name  in lower case */
  lookUp(name: string): string | undefined {
    const known = this.#knownAddress(name)
    if (known) this.#known.add(known)
    if (known || !isPublic(name)) return known
    if (!this.#names.includes(name)) {
      this.#names[this.#next] = name
      this.#next = (this.#next + 1) % mostAddresses
    }
    return addressAt(this.#names.indexOf(name))
  }

  /** Undefined if nobody is at the address. @param isThere  whether the router leads there now */
  at(address: string, isThere: () => boolean): Host | undefined {
    const name = this.#names.find((_, index) => addressAt(index) === address)
    if (!this.#known.has(address) && name === undefined) return undefined
    return {
      isThere,
      accept: (port, from) => {
        if (port === 80) return serveHttp(this.#internet, from, name ?? '')
        return port === 443 ? withoutTls(from) : undefined
      },
      ask: () => undefined,
    }
  }
}

function isPublic(name: string): boolean {
  const labels = name.split('.')
  return labels.length > 1 && labels.every((one) => label.test(one)) && !hasPrivateEnding(labels)
}

const hasPrivateEnding = (labels: string[]) => privateEndings.includes(labels.at(-1) ?? '')

/** Port 443 is open, but nobody here has a certificate. */
function withoutTls(from: string): Connection {
  const connection: Connection = new Connection(from, 0, () => {
    if (connection.unreadBytes > 0 && !connection.reset) connection.end('both')
    else if (connection.peerDone && !connection.boardDone) connection.end('board')
  })
  return connection
}
