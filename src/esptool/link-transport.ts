/**
 * esptool-js's Transport over our own link. Its own one polls every millisecond, logs to the console,
 * cannot be cancelled and waits for ever on a locked stream; whatever the protocol layer needs of it
 * is replaced here. See docs/decisions/0004-esptool-adapter.md.
 */
import { Transport } from 'esptool-js'
import type { SerialLink } from '../serial/link'
import { FrameReader } from './frame-reader'
import { slipEncode } from './slip'
import type { Trace } from './trace'

export class LinkTransport extends Transport {
  /** Cancels every wait of the operation that is running. */
  signal: AbortSignal | undefined
  readonly #frames: FrameReader

  constructor(
    port: SerialPort,
    private readonly link: SerialLink,
    private readonly log: Trace,
  ) {
    super(port)
    this.baudrate = link.baudRate
    log.begin()
    this.#frames = new FrameReader(link)
  }

  override async write(payload: Uint8Array): Promise<void> {
    this.log.frame('out', payload)
    await this.link.write(slipEncode(payload), { signal: this.signal })
  }

  /** The next frame, whatever it is. */
  override async read(timeoutMs: number): Promise<Uint8Array> {
    const frame = await this.#frames.next(timeoutMs, { signal: this.signal })
    this.log.frame('in', frame)
    return frame
  }

  override flushInput(): void {
    this.#frames.flush()
  }

  override trace(message: string): void {
    this.log.note(message)
  }

  /** Opening, closing and draining are ours: see session.ts. */
  override async connect(): Promise<void> {}
  override async readLoop(): Promise<void> {}
  override async drainInput(): Promise<void> {
    this.flushInput()
  }

  override async disconnect(): Promise<void> {
    this.#frames.release()
    await this.link.close()
  }
}
