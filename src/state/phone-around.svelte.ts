/** What is around the board, as state that components can read: power, plug and mishaps. */
import type { CableScenario, HomeNetwork, RadioScenario, Surroundings } from '../phone/surroundings'

export class PhoneAround {
  readonly home: HomeNetwork
  readonly second: HomeNetwork
  readonly #surroundings: Surroundings
  #isPowered = $state(true)
  #isPlugged = $state(true)
  #radio = $state.raw<readonly RadioScenario[]>([])
  #cable = $state.raw<readonly CableScenario[]>([])

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings
    this.home = surroundings.home
    this.second = surroundings.second
    this.#read()
    surroundings.onChange(() => this.#read())
  }

  get isPowered(): boolean {
    return this.#isPowered
  }

  get isPlugged(): boolean {
    return this.#isPlugged
  }

  get radio(): readonly RadioScenario[] {
    return this.#radio
  }

  get cable(): readonly CableScenario[] {
    return this.#cable
  }

  setPower(on: boolean): void {
    this.#surroundings.setPower(on)
  }

  setPlugged(on: boolean): void {
    this.#surroundings.setPlugged(on)
  }

  toggleRadio(name: RadioScenario): void {
    this.#surroundings.setScenario(name, !this.#radio.includes(name))
  }

  toggleCable(name: CableScenario): void {
    this.#surroundings.setCableScenario(name, !this.#cable.includes(name))
  }

  hopChannel(): void {
    this.#surroundings.hopChannel()
  }

  unplugInMidWrite(): void {
    this.#surroundings.unplugInMidWrite()
  }

  #read(): void {
    const { isPowered, isPlugged, scenarios, cableScenarios } = this.#surroundings
    this.#isPowered = isPowered
    this.#isPlugged = isPlugged
    this.#radio = [...scenarios]
    this.#cable = [...cableScenarios]
  }
}
