/**
 * How long the job still takes. Each phase starts with an estimate from the wire's arithmetic; the
 * running phase is then measured by its own progress, so that the number settles quickly and never
 * needs a history.
 */
import { phases, type Phase } from './progress'

export interface JobSize {
  /** Bytes of the firmware on the wire, compressed. */
  compressedBytes: number
  /** Bytes of the files that go over the REPL. */
  uploadBytes: number
  baudRate: number
}

/** A UART byte is ten bits: start, eight, stop. */
const wireMs = (bytes: number, baudRate: number) => (bytes * 10 * 1000) / baudRate

/** First guesses in ms. The constants are pulse lengths and boot times plus some air. */
export function estimates({
  compressedBytes,
  uploadBytes,
  baudRate,
}: JobSize): Record<Phase, number> {
  return {
    connect: 1000,
    identify: 500,
    prepare: 1500,
    write: wireMs(compressedBytes, baudRate) * 1.05,
    verify: 300,
    start: 1500,
    upload: uploadBytes > 0 ? wireMs(uploadBytes * 1.4, 115_200) + 1500 : 0,
    portal: 1500,
  }
}

export class TimeLeft {
  readonly #estimates: Record<Phase, number>
  readonly #now: () => number
  #phase: Phase | undefined
  #startedMs = 0

  constructor(size: JobSize, now: () => number = () => performance.now()) {
    this.#estimates = estimates(size)
    this.#now = now
  }

  /** Milliseconds to the end of the job when `phase` stands at `fraction` (0–1). */
  at(phase: Phase, fraction = 0): number {
    if (phase !== this.#phase) {
      this.#phase = phase
      this.#startedMs = this.#now()
    }
    const later = phases.slice(phases.indexOf(phase) + 1)
    const laterMs = later.reduce((sum, next) => sum + this.#estimates[next], 0)
    return Math.round(this.#currentMs(phase, fraction) + laterMs)
  }

  /** Below a tenth the measured rate says little: blend it in. */
  #currentMs(phase: Phase, fraction: number): number {
    const elapsedMs = this.#now() - this.#startedMs
    const planned = this.#estimates[phase] * (1 - fraction)
    if (fraction < 0.1) return Math.max(planned, 0)
    return (elapsedMs / fraction) * (1 - fraction)
  }
}
