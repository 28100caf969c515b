/**
 * The SDK's software watchdog after `machine.WDT()`: from then on MicroPython does not feed it by itself
 * (ports/esp8266/machine_wdt.c, ets_alt_task.c), not even at the prompt or over a soft reset. Its timer fires every
 * 1.6 s, and the second time resets the chip: after 1.6 to 3.2 s there, always after 3.2 s here.
 */
import type { Clock } from '../clock'

const timeoutMs = 3200

export class SoftWatchdog {
  #cancel = () => {}

  constructor(
    private readonly clock: Clock,
    private readonly onTimeout: () => void,
  ) {}

  /** Starts it, or its time anew. */
  feed(): void {
    this.#cancel()
    this.#cancel = this.clock.after(timeoutMs, this.onTimeout)
  }

  /** To be called when the chip stops. */
  stop(): void {
    this.#cancel()
  }
}
