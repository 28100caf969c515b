/**
 * Relays one TCP connection of the host to the virtual board and back: bytes, half-closes and resets, with back
 * pressure in both directions. The board's end, with lwIP's window, is radio/connection.ts.
 */
import type { Socket } from 'node:net'
import { windowBytes, type Connection } from '../radio/connection'
import type { Network } from '../radio/network'
import type { ByteFilter } from './header-lines'

/** lwIP's TCP_FIN_WAIT_TIMEOUT: how long it waits for the peer's FIN after its own. */
const finWaitMs = 20_000

/** Change bytes on their way. */
export interface ClientFilters {
  toBoard: ByteFilter
  toHost: ByteFilter
}

export class Client {
  readonly #socket: Socket
  readonly #connection: Connection
  readonly #filters: ClientFilters
  readonly #unsubscribe: () => void
  #looking = false
  #ended = false

  /** @param onClose  called once, when the host's socket is closed */
  constructor(
    socket: Socket,
    connection: Connection,
    network: Network,
    filters: ClientFilters,
    onClose: () => void,
  ) {
    this.#socket = socket
    this.#connection = connection
    this.#filters = filters
    this.#unsubscribe = network.onChange(() => this.#look())
    socket.setNoDelay(true)
    socket.on('data', (bytes) => this.#toBoard(bytes))
    socket.on('end', () => connection.end('peer'))
    socket.on('error', () => connection.end('both')) // RST, mostly
    socket.on('close', () => {
      this.#unsubscribe()
      if (!this.#ended) connection.end('both')
      onClose()
    })
    this.#look()
  }

  /** Resets the host's socket, as when a phone is out of reach of the access point. */
  drop(): void {
    this.#socket.resetAndDestroy()
  }

  #toBoard(bytes: Uint8Array): void {
    if (this.#connection.boardDone) return // lwIP drops what comes after its own FIN
    this.#connection.peerSends(this.#filters.toBoard(bytes))
    if (this.#connection.unreadBytes >= windowBytes) this.#socket.pause()
  }

  #look(): void {
    if (this.#looking || this.#ended) return
    this.#looking = true // taking bytes is itself a change of the network
    this.#toHost()
    this.#looking = false
    const { reset, forgotten, boardDone, unreadBytes } = this.#connection
    // The host's network has no wire that goes silent.
    if (reset || forgotten) this.#end(() => this.#socket.resetAndDestroy())
    else if (boardDone && this.#socket.writableLength === 0) this.#finish()
    else if (unreadBytes < windowBytes) this.#socket.resume()
  }

  #toHost(): void {
    if (this.#socket.writableLength > 0) return // the board waits, as for a full window
    for (const chunk of this.#connection.peerTakes()) {
      this.#socket.write(this.#filters.toHost(chunk), () => this.#look())
    }
  }

  /** As lwIP closes: with FIN, but with RST if the program has left received bytes unread. */
  #finish(): void {
    const { unreadBytes } = this.#connection
    if (unreadBytes > 0) return this.#end(() => this.#socket.resetAndDestroy())
    this.#end(() => {
      this.#socket.resume()
      this.#socket.end()
      this.#socket.setTimeout(finWaitMs, () => this.#socket.destroy())
    })
  }

  #end(how: () => void): void {
    this.#ended = true
    how()
  }
}
