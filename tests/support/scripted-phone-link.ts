/**
 * A phone in a network of one server, whose DNS and TCP do what a test says. Time is the caller's clock.
 */
import {
  ConnectError,
  type Joined,
  type PhoneLink,
  type TcpSocket,
} from '../../src/phone/phone-link'
import type { PhoneClock } from '../../src/phone/clock'

/** What the server does with a connection; `request` is what has come by then. */
export type Serve = (connection: ServerSide, request: string) => void

export interface ServerSide {
  send(bytes: Uint8Array | string): void
  /** FIN. */
  end(): void
  /** RST. */
  reset(): void
  /** The phone has gone. */
  readonly isGone: boolean
}

export interface Behaviour {
  /** Undefined: no answer. */
  dns(query: Uint8Array, at: number): Uint8Array | undefined
  /** A problem of `connectTcp`, or what is served there. */
  connect(port: number, address: string): Serve | ConnectError['reason']
}

const boardNetwork = {
  ssid: new TextEncoder().encode('ESP-Setup'),
  name: 'ESP-Setup',
  secured: false,
  bars: 4,
  isBoard: true,
}

const bytesOf = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0))

/** One A record with `address`, for every name, as the portal answers. */
export function everyName(address = '192.168.4.1', ttlS = 5): Behaviour['dns'] {
  return (query) => {
    const reply = Uint8Array.from(query)
    reply.set([0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0], 2)
    const record = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, ttlS, 0, 4, ...address.split('.').map(Number)]
    return Uint8Array.from([...reply, ...record])
  }
}

/** Answers every request with `text` and ends. */
export const answering =
  (text: string): Serve =>
  (connection) => {
    connection.send(text)
    connection.end()
  }

export class ScriptedPhoneLink implements PhoneLink {
  readonly visible = [boardNetwork]
  joined: Joined | undefined = {
    network: boardNetwork,
    address: '192.168.4.2',
    router: '192.168.4.1',
    dns: '192.168.4.1',
  }
  /** Names in the order in which DNS was asked. */
  readonly asked: Uint8Array[] = []
  /** What has come over TCP, a text for each connection. */
  readonly requests: string[] = []
  readonly #listeners = new Set<() => void>()

  constructor(
    private readonly clock: PhoneClock,
    private readonly behaviour: Partial<Behaviour>,
  ) {}

  join(): Promise<Joined> {
    throw new Error('Is in the network already.')
  }

  leave(): void {
    this.joined = undefined
    for (const listener of [...this.#listeners]) listener()
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  askUdp(_address: string, _port: number, bytes: Uint8Array, timeoutMs: number) {
    this.asked.push(bytes)
    const dns = this.behaviour.dns ?? everyName()
    const answer = dns(bytes, this.asked.length)
    return new Promise<Uint8Array | undefined>((resolve) => {
      if (answer) resolve(answer)
      else this.clock.after(timeoutMs, () => resolve(undefined))
    })
  }

  connectTcp(address: string, port: number, timeoutMs: number): Promise<TcpSocket> {
    const done = this.behaviour.connect?.(port, address) ?? 'refused'
    if (typeof done === 'function') return Promise.resolve(this.#socket(done))
    if (done !== 'timed-out') return Promise.reject(new ConnectError(done))
    return new Promise((_, reject) => {
      this.clock.after(timeoutMs, () => reject(new ConnectError(done)))
    })
  }

  #socket(serve: Serve): TcpSocket {
    const at = this.requests.push('') - 1
    const incoming: (Uint8Array | 'end' | 'reset')[] = []
    let wake = () => {}
    const put = (what: Uint8Array | 'end' | 'reset') => {
      incoming.push(what)
      wake()
    }
    let isGone = false
    const side: ServerSide = {
      send: (bytes) => put(typeof bytes === 'string' ? bytesOf(bytes) : bytes),
      end: () => put('end'),
      reset: () => put('reset'),
      get isGone() {
        return isGone
      },
    }
    return {
      send: (bytes) => {
        this.requests[at] += String.fromCharCode(...bytes)
        serve(side, this.requests[at] ?? '')
        return Promise.resolve()
      },
      receive: async () => {
        while (incoming.length === 0) await new Promise<void>((resolve) => (wake = resolve))
        const next = incoming[0]
        if (next instanceof Uint8Array) {
          incoming.shift()
          return next
        }
        if (next === 'reset') throw new Error('Connection reset.')
        return undefined
      },
      close: () => void (isGone = true),
      abort: () => {
        isGone = true
        put('reset')
      },
    }
  }
}
