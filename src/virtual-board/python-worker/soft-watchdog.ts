/**
 * The SDK's software watchdog once `machine.WDT()` has told MicroPython to feed it no more
 * (ports/esp8266/machine_wdt.c, ets_alt_task.c). It runs on over soft resets and at the prompt; only
 * `feed()` keeps it off. A timer of 1.6 s counts, and the second count resets the chip: after 1.6 to
 * 3.2 s there, always after 3.2 s here.
 */
import type { Clock } from '../clock'

const timeoutMs = 3200

export class SoftWatchdog {
  #cancel = () => {}

  constructor(
    private readonly clock: Clock,
    private readonly onTimeout: () => void,
  ) {}

  feed(): void {
    this.#cancel()
    this.#cancel = this.clock.after(timeoutMs, this.onTimeout)
  }

  /** The chip has stopped, and the watchdog with it. */
  stop(): void {
    this.#cancel()
  }
}
