/**
 * The two transistors between the bridge's DTR and RTS and the chip's GPIO0 and EN, and the capacitor at EN.
 * Asserted (true) means that the line is low; both asserted or both released change neither GPIO0 nor EN.
 * https://docs.espressif.com/projects/esptool/en/latest/esp8266/advanced-topics/boot-mode-selection.html
 */
import type { Clock } from '../clock'

export interface ResetCircuitOptions {
  clock: Clock
  /** How long EN takes to rise after its transistor has opened, in ms. */
  riseMs: number
  onReset: () => void
  /** EN is up again: the chip samples its straps now. */
  onRelease: () => void
}

export class ResetCircuit {
  /** True while DTR pulls GPIO0 to ground. */
  gpio0Low = false
  #enLow = false
  #cancelRise: (() => void) | undefined

  constructor(private readonly options: ResetCircuitOptions) {}

  setLines(dataTerminalReady: boolean, requestToSend: boolean): void {
    this.gpio0Low = dataTerminalReady && !requestToSend
    const enLow = requestToSend && !dataTerminalReady
    if (enLow === this.#enLow) return
    this.#enLow = enLow
    this.#cancelRise?.()
    if (enLow) this.options.onReset()
    else this.#cancelRise = this.options.clock.after(this.options.riseMs, this.options.onRelease)
  }

  dispose(): void {
    this.#cancelRise?.()
  }
}
