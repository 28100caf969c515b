/**
 * Collects what a board says during one boot at one baud rate, through the recognisers of ROM, SDK,
 * MicroPython and portal, and waits on it. Opens nothing, resets nothing, judges nothing: see
 * listen-to-boot.ts and wait-for-board.ts.
 */
import { withDeadline } from '../../async/deadline'
import { BootLog } from '../../micropython/boot-log'
import { PortalLines } from '../../micropython/portal-lines'
import type { SerialLink } from '../../serial/link'
import type { BaudLog } from './boot-diagnosis'

const keptChars = 8192

export class BootListener {
  readonly log = new BootLog()
  readonly portal = new PortalLines()
  #text = ''
  #sizeBytes = 0
  #onBytes = () => {}
  readonly #unsubscribe: () => void

  /** Begins to listen; `stop` ends it. */
  constructor(private readonly link: SerialLink) {
    this.#unsubscribe = link.subscribe((bytes) => this.#push(bytes))
  }

  /** The latest 8,192 bytes as latin1. */
  get text(): string {
    return this.#text
  }

  /** Bytes since the listener began. */
  get sizeBytes(): number {
    return this.#sizeBytes
  }

  get heard(): BaudLog {
    return { baudRate: this.link.baudRate, text: this.#text }
  }

  /**
   * What `check` finds in what has come or comes within `timeoutMs`; undefined if nothing. One wait at a
   * time. Rejects only with the link's own errors and the signal's reason.
   */
  async until<T>(
    timeoutMs: number,
    signal: AbortSignal | undefined,
    check: () => T | undefined,
  ): Promise<T | undefined> {
    const late = new Error('late')
    const found = new Promise<T>((resolve, reject) => {
      this.#onBytes = () => {
        const now = check()
        if (now !== undefined) resolve(now)
      }
      this.#onBytes()
      void this.link.ended.then((error) => error && reject(error))
    })
    try {
      return await withDeadline(found, timeoutMs, () => late, { signal })
    } catch (error) {
      if (error === late) return undefined
      throw error
    }
  }

  /** For a board that is reset by hand: true as soon as its first byte is there. */
  async firstByte(timeoutMs: number, signal: AbortSignal | undefined): Promise<boolean> {
    const hasBegun = () => this.#sizeBytes > 0 || undefined
    return (await this.until(timeoutMs, signal, hasBegun)) ?? false
  }

  stop(): void {
    this.#unsubscribe()
  }

  #push(bytes: Uint8Array): void {
    this.log.push(bytes)
    this.portal.push(bytes)
    this.#sizeBytes += bytes.length
    this.#text = (this.#text + new TextDecoder('latin1').decode(bytes)).slice(-keptChars)
    this.#onBytes()
  }
}
