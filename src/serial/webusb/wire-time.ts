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

  /** The chip has taken all bytes so far: not more than its buffer is still to come. */
  taken(): void {
    const latest = performance.now() + this.#ms(this.fifoBytes)
    this.#busyUntil = Math.min(this.#busyUntil, latest)
  }

  async idle(): Promise<void> {
    const ms = this.#busyUntil - performance.now()
    if (ms > -slackMs) await delay(Math.max(0, ms) + slackMs)
  }

  #ms(count: number): number {
    return (count * bitsPerByte * 1000) / this.baudRate
  }
}
