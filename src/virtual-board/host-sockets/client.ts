/**
 * One TCP connection of the host, carried on to the virtual board and back. What TCP is on the chip
 * (window, backlog, resets) is the business of radio/connection.ts; here bytes, half-closes and resets
 * only change hands, and neither side may run ahead of the other.
 */
import type { Socket } from 'node:net'
import { windowBytes, type Connection } from '../radio/connection'
import type { Network } from '../radio/network'
import type { ByteFilter } from './header-lines'

/** lwIP's TCP_FIN_WAIT_TIMEOUT: so long it waits for the other side's end after its own. */
const finWaitMs = 20_000

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

  /** @param onClose  called once, when the host's side is gone */
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

  /** The phone is out of reach: nothing arrives any more, in either direction. */
  drop(): void {
    this.#socket.resetAndDestroy()
  }

  #toBoard(bytes: Uint8Array): void {
    if (this.#connection.boardDone) return // lwIP takes and forgets what comes after its own end
    this.#connection.peerSends(this.#filters.toBoard(bytes))
    if (this.#connection.unreadBytes >= windowBytes) this.#socket.pause()
  }

  #look(): void {
    if (this.#looking || this.#ended) return
    this.#looking = true // taking bytes is itself a change
    this.#toHost()
    this.#looking = false
    const { reset, boardDone, unreadBytes } = this.#connection
    if (reset) this.#end(() => this.#socket.resetAndDestroy())
    else if (boardDone && this.#socket.writableLength === 0) this.#finish()
    else if (unreadBytes < windowBytes) this.#socket.resume()
  }

  #toHost(): void {
    if (this.#socket.writableLength > 0) return // the board waits, as for a full window
    for (const chunk of this.#connection.peerTakes()) {
      this.#socket.write(this.#filters.toHost(chunk), () => this.#look())
    }
  }

  /** As lwIP closes: politely, but with a reset if the program has left something unread. */
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
