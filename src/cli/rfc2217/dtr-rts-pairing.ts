/**
 * DTR and RTS over a network arrive one by one, and clients wait for each answer (pySerial 50 ms): a
 * board's reset circuit would see the moment in between and start too early. So the line that ends a
 * reset waits for its partner for a moment, and both change at once, as with a cable.
 */
import type { Clock } from '../../virtual-board/clock'

// pySerial needs 50 ms, with `ign_set_control` 100 ms, between the two.
const partnerMs = 200

interface Lines {
  dataTerminalReady?: boolean
  requestToSend?: boolean
}

export class LinePairing {
  #now = { dataTerminalReady: false, requestToSend: false }
  #cancel: (() => void) | undefined

  constructor(
    private readonly clock: Clock,
    private readonly apply: (lines: Required<Lines>) => void,
  ) {}

  /** What the client believes the lines to be. */
  get lines(): Readonly<Required<Lines>> {
    return this.#now
  }

  set(lines: Lines): void {
    const heldInReset = this.#now.requestToSend && !this.#now.dataTerminalReady
    this.#now = { ...this.#now, ...lines }
    this.#cancel?.()
    this.#cancel = undefined
    const bothAsserted = this.#now.requestToSend && this.#now.dataTerminalReady
    if (heldInReset && bothAsserted) {
      this.#cancel = this.clock.after(partnerMs, () => this.apply(this.#now))
    } else {
      this.apply(this.#now)
    }
  }

  dispose(): void {
    this.#cancel?.()
  }
}
