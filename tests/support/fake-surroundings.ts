/** Surroundings that remember what they were told, and tell who listens. */
import { systemClock } from '../../src/phone/clock'
import type { CableScenario, RadioScenario, Surroundings } from '../../src/phone/surroundings'
import type { PhoneLink } from '../../src/phone/phone-link'

export class FakeSurroundings implements Surroundings {
  readonly home = { name: 'Home', password: 'correct horse' }
  readonly second = { name: 'Garden', password: 'green thumb' }
  readonly scenarios = new Set<RadioScenario>()
  readonly cableScenarios = new Set<CableScenario>()
  readonly clock = systemClock
  isPowered = true
  isPlugged = true
  hops = 0
  readonly #listeners = new Set<() => void>()

  constructor(readonly phone: PhoneLink) {}

  setScenario(name: RadioScenario, on: boolean): void {
    this.#change(() => void (on ? this.scenarios.add(name) : this.scenarios.delete(name)))
  }
  setCableScenario(name: CableScenario, on: boolean): void {
    this.#change(() => void (on ? this.cableScenarios.add(name) : this.cableScenarios.delete(name)))
  }
  hopChannel(): void {
    this.hops++
  }
  setPower(on: boolean): void {
    this.#change(() => (this.isPowered = on))
  }
  setPlugged(on: boolean): void {
    this.#change(() => (this.isPlugged = on))
  }
  unplugInMidWrite(): void {
    this.setPlugged(false)
  }
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #change(change: () => void): void {
    change()
    for (const listener of this.#listeners) listener()
  }
}
