/** A phone near the virtual board: joins its access point, sends it DNS queries and HTTP requests. */
import type { Network } from './network'
import type { Station } from './access-point'
import type { Radio } from './radio'

const concat = (chunks: Uint8Array[]): Uint8Array =>
  Uint8Array.from(chunks.flatMap((chunk) => [...chunk]))

export class Phone {
  readonly #radio: Radio
  readonly #network: Network
  #station: Station | undefined
  #nextPort = 50_000

  constructor(radio: Radio, network: Network) {
    this.#radio = radio
    this.#network = network
  }

  /**
   * @returns the phone's IPv4 address
   * @throws Error if the board has no active access point
   */
  joinAccessPoint(): string {
    const { accessPoint } = this.#radio
    if (!accessPoint.active) throw new Error('The board has no access point.')
    this.#station = accessPoint.admit()
    this.#network.changed()
    return this.#address
  }

  leave(): void {
    const { accessPoint } = this.#radio
    accessPoint.clients = accessPoint.clients.filter((client) => client !== this.#station)
    this.#station = undefined
    this.#network.changed()
  }

  get #address(): string {
    return this.#station?.address ?? '192.168.1.77'
  }

  /** Sends one DNS query; resolves with the answer, or with undefined if the board has no socket on port 53. */
  dns(query: Uint8Array): Promise<Uint8Array | undefined> {
    const port = this.#nextPort++
    return new Promise((resolve) => {
      const stop = this.#network.onDatagram((datagram) => {
        if (datagram.port !== port) return
        stop()
        resolve(datagram.bytes)
      })
      if (this.#network.deliverDatagram(53, { address: this.#address, port, bytes: query })) return
      stop()
      resolve(undefined)
    })
  }

  /**
   * Sends a request and collects the response until the board closes the connection.
   * Rejects if the connection is refused or reset.
   */
  http(request: string | Uint8Array, port = 80): Promise<Uint8Array> {
    const bytes = typeof request === 'string' ? new TextEncoder().encode(request) : request
    const connection = this.#network.dial(port, this.#address)
    if (!connection) return Promise.reject(new Error('Connection refused.'))
    const received: Uint8Array[] = []
    return new Promise((resolve, reject) => {
      const look = () => {
        received.push(...connection.peerTakes())
        if (connection.reset) return finish(() => reject(new Error('Connection reset.')))
        if (connection.boardDone) finish(() => resolve(concat(received)))
      }
      const stop = this.#network.onChange(look)
      const finish = (settle: () => void) => {
        stop()
        settle()
      }
      connection.peerSends(bytes)
      look()
    })
  }
}
