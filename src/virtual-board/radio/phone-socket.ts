/**
 * A phone's end of a TCP connection, with the air between it and the other end: segments in order and in time,
 * the windows of both, FIN and RST; and the silence of a peer that has lost its power.
 */
import type { TcpSocket } from '../../phone/phone-link'
import type { Clock } from '../clock'
import { segmentBytes, windowBytes, type Connection } from './connection'
import type { Lane } from './lane'

/** What a phone keeps of received bytes that nobody has read yet. */
const receiveWindowBytes = 65_535
/** How long a program waits for a peer that has gone silent, in ms: Safari's limit for a request. */
const silenceMs = 60_000

export interface Wire {
  clock: Clock
  toPeer: Lane
  toPhone: Lane
  /** Whether the peer can be reached now. */
  isPeerThere(): boolean
  /** Called when nothing can be sent or received any more. */
  onOver(): void
}

export class PhoneSocket implements TcpSocket {
  readonly #connection: Connection
  readonly #wire: Wire
  readonly #waiters = new Set<() => void>()
  readonly #inbox: Uint8Array[] = []
  #unreadBytes = 0
  /** Received, and not acknowledged because nobody has read it. */
  #heldBytes = 0
  #inFlightBytes = 0
  #sending = Promise.resolve()
  #isClosed = false
  /** FIN or RST of the peer is on its way, and nothing can follow it. */
  #isLastSent = false
  #isEnded = false
  #error: Error | undefined
  #stopSilence: (() => void) | undefined

  constructor(connection: Connection, wire: Wire) {
    this.#connection = connection
    this.#wire = wire
    connection.watch(() => this.#look())
    this.#look()
  }

  send(bytes: Uint8Array): Promise<void> {
    const copy = bytes.slice()
    const sent = this.#sending.then(() => this.#sendSegments(copy))
    this.#sending = sent.catch(() => undefined)
    return sent
  }

  async receive(): Promise<Uint8Array | undefined> {
    while (this.#inbox.length === 0 && !this.#isEnded) {
      await this.#until(() => this.#inbox.length > 0 || this.#isEnded)
    }
    const bytes = this.#inbox.shift()
    this.#unreadBytes -= bytes?.length ?? 0
    if (this.#unreadBytes < receiveWindowBytes) this.#acknowledge(this.#heldBytes)
    return bytes
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#tellIfOver()
    void this.#sending.then(() => this.#toPeer(() => this.#connection.end('peer')))
  }

  abort(): void {
    this.#toPeer(() => this.#connection.end('both'))
    this.fail('The connection was aborted.')
  }

  /** Ends it on the phone, without a word to the peer. */
  fail(words: string): void {
    this.#error ??= new Error(words)
    this.#isClosed = true
    this.#stopSilence?.()
    this.#connection.watch(() => undefined)
    this.#tellIfOver()
    this.#wake()
  }

  #tellIfOver(): void {
    if (this.#error || (this.#isClosed && this.#isEnded)) this.#wire.onOver()
  }

  async #sendSegments(bytes: Uint8Array): Promise<void> {
    if (this.#isClosed && !this.#error) throw new Error('The connection is closed.')
    for (let at = 0; at < bytes.length; at += segmentBytes) {
      const segment = bytes.slice(at, at + segmentBytes)
      await this.#until(() => this.#room >= segment.length, true)
      this.#inFlightBytes += segment.length
      this.#toPeer(() => {
        this.#inFlightBytes -= segment.length
        this.#connection.peerSends(segment)
      })
    }
  }

  get #room(): number {
    return windowBytes - this.#connection.unreadBytes - this.#inFlightBytes
  }

  /** What the peer has lost its memory of, it answers with RST; without power with nothing. */
  #toPeer(arrive: () => void): void {
    this.#wire.toPeer.carry(() => {
      const isPeerThere = this.#wire.isPeerThere()
      if (isPeerThere && this.#connection.forgotten) this.#resetFromPeer()
      else if (!isPeerThere) this.#beginSilence()
      else if (!this.#stopSilence && !this.#connection.reset) arrive()
    })
  }

  /** After each change at the peer's end. */
  #look(): void {
    const { forgotten, reset, closedUnread, boardDone } = this.#connection
    if (this.#stopSilence) return
    if (forgotten || !this.#wire.isPeerThere()) return this.#beginSilence()
    if (!this.#isLastSent) {
      for (const bytes of this.#connection.transmit()) this.#segmentsToPhone(bytes)
      if (reset || closedUnread) this.#resetFromPeer()
      else if (boardDone) this.#endFromPeer()
    } else if (closedUnread && !reset) this.#resetFromPeer()
    this.#wake()
  }

  #segmentsToPhone(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += segmentBytes) {
      const segment = bytes.slice(at, at + segmentBytes)
      this.#wire.toPhone.carry(() => this.#take(segment))
    }
  }

  #take(segment: Uint8Array): void {
    if (this.#error) return
    this.#inbox.push(segment)
    this.#unreadBytes += segment.length
    this.#heldBytes += segment.length
    if (this.#unreadBytes < receiveWindowBytes) this.#acknowledge(this.#heldBytes)
    this.#wake()
  }

  #acknowledge(count: number): void {
    if (count === 0 || this.#error) return
    this.#heldBytes -= count
    this.#toPeer(() => this.#connection.acknowledge(count))
  }

  #endFromPeer(): void {
    this.#isLastSent = true
    this.#wire.toPhone.carry(() => {
      this.#isEnded = true
      this.#tellIfOver()
      this.#wake()
    })
  }

  #resetFromPeer(): void {
    this.#isLastSent = true
    this.#wire.toPhone.carry(() => this.fail('The connection was reset.'))
  }

  /** What is lost from now on is not sent again: the connection ends with a time-out. */
  #beginSilence(): void {
    const give = () => this.fail('The connection has timed out.')
    this.#stopSilence ??= this.#wire.clock.after(silenceMs, give)
  }

  /** Waits for `condition`; received bytes can be read after a reset, nothing can be sent. */
  #until(condition: () => boolean, isSending = false): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (this.#error && (isSending || !condition())) reject(this.#error)
        else if (condition()) resolve()
        else return
        this.#waiters.delete(look)
      }
      this.#waiters.add(look)
      look()
    })
  }

  #wake(): void {
    for (const look of [...this.#waiters]) look()
  }
}
