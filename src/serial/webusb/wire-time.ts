/**
 * Until when the wire is busy with what a chip was given, for chips that cannot tell: they take bytes into a buffer,
 * and a new rate would cut what is still in it.
 */
import { delay } from '../../async/deadline'

const bitsPerByte = 10
/** For the way through USB and the chip, in ms. */
const slackMs = 2

export class WireTime {
  /** On the clock of `performance.now()`. */
  #busyUntil = 0

  constructor(
    /** In baud. */
    public baudRate: number,
    private readonly fifoBytes: number,
  ) {}

  /** Bytes are on their way to the chip. */
  handedOver(count: number): void {
    this.#busyUntil = Math.max(this.#busyUntil, performance.now()) + this.#ms(count)
  }

  /** The chip has taken all bytes so far, at the end `count` at once: they may all be in its buffer still. */
  taken(count: number): void {
    const now = performance.now()
    const least = now + this.#ms(Math.min(count, this.fifoBytes))
    const latest = now + this.#ms(this.fifoBytes)
    this.#busyUntil = Math.min(Math.max(this.#busyUntil, least), latest)
  }

  async idle(): Promise<void> {
    const ms = this.#busyUntil - performance.now()
    if (ms > -slackMs) await delay(Math.max(0, ms) + slackMs)
  }

  #ms(count: number): number {
    return (count * bitsPerByte * 1000) / this.baudRate
  }
}
