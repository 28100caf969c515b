/** The Wi-Fi of a phone in the access point of the board of `npm run portal`: the host's sockets in front of it. */
import { createSocket } from 'node:dgram'
import { connect, type Socket } from 'node:net'
import {
  ConnectError,
  JoinError,
  type Joined,
  type PhoneLink,
  type TcpSocket,
} from '../../phone/phone-link'
import type { AccessPointOfBoard } from './portal-board'

const host = '127.0.0.1'

export interface HostPhoneLinkOptions {
  /** Of the host; each stands for one of the board. */
  httpPort: number
  dnsPort: number
  accessPoint: AccessPointOfBoard
}

export class HostPhoneLink implements PhoneLink {
  readonly #options: HostPhoneLinkOptions
  readonly #listeners = new Set<() => void>()
  readonly visible: PhoneLink['visible']
  joined: Joined | undefined

  constructor(options: HostPhoneLinkOptions) {
    this.#options = options
    const { ssid, secured } = options.accessPoint
    this.visible = [{ ssid, secured, name: new TextDecoder().decode(ssid), bars: 4, isBoard: true }]
  }

  /** @throws JoinError */
  join(network: PhoneLink['visible'][number], password: string): Promise<Joined> {
    const { address: board, admits } = this.#options.accessPoint
    if (!admits(password)) return Promise.reject(new JoinError('wrong-password'))
    const address = board.replace(/\d+$/, '100')
    this.joined = { network, address, router: board, dns: board }
    this.#changed()
    return Promise.resolve(this.joined)
  }

  leave(): void {
    this.joined = undefined
    this.#changed()
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  askUdp(
    address: string,
    port: number,
    bytes: Uint8Array,
    timeoutMs: number,
  ): Promise<Uint8Array | undefined> {
    if (!this.#leadsToBoard(address, port, 53)) return Promise.resolve(undefined)
    const socket = createSocket('udp4')
    return new Promise((resolve) => {
      const finish = (answer?: Uint8Array) => {
        clearTimeout(timer)
        socket.close()
        resolve(answer)
      }
      const timer = setTimeout(finish, timeoutMs)
      socket.once('error', () => finish())
      socket.once('message', (message) => finish(new Uint8Array(message)))
      socket.send(bytes, this.#options.dnsPort, host)
    })
  }

  connectTcp(address: string, port: number, timeoutMs: number): Promise<TcpSocket> {
    if (!this.joined || address !== this.#options.accessPoint.address) {
      return Promise.reject(new ConnectError('unreachable'))
    }
    if (port !== 80) return Promise.reject(new ConnectError('refused'))
    return openSocket(this.#options.httpPort, timeoutMs)
  }

  #leadsToBoard(address: string, port: number, boardPort: number): boolean {
    return address === this.#options.accessPoint.address && port === boardPort
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}

function openSocket(port: number, timeoutMs: number): Promise<TcpSocket> {
  const socket = connect(port, host)
  return new Promise((resolve, reject) => {
    const fail = (reason: ConnectError['reason']) => {
      clearTimeout(timer)
      socket.destroy()
      reject(new ConnectError(reason))
    }
    const timer = setTimeout(() => fail('timed-out'), timeoutMs)
    const onError = () => fail('refused')
    socket.once('error', onError)
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.off('error', onError)
      resolve(socketOf(socket))
    })
  })
}

function socketOf(socket: Socket): TcpSocket {
  const bytes = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  // After an error the iterator rejects; the event alone would end the process.
  socket.on('error', () => {})
  return {
    send: (chunk) =>
      new Promise((resolve, reject) => {
        socket.write(chunk, (error) => (error ? reject(error) : resolve()))
      }),
    receive: async () => {
      const next = await bytes.next()
      return next.done ? undefined : new Uint8Array(next.value)
    },
    close: () => void socket.end(),
    abort: () => void socket.resetAndDestroy(),
  }
}
