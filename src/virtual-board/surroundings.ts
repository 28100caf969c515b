/**
 * What is around the virtual board of the page: a phone, the home router with the Internet behind it, the
 * supply, the cable, and what can go wrong with each. The radio is there before the first boot, and whatever
 * is flashed: a phone beside a blank board sees the neighbours.
 */
import type { CableScenario, RadioScenario, Surroundings } from '../phone/surroundings'
import type { VirtualBoard } from './board'
import type { Clock } from './clock'
import type { InternetOptions } from './radio/internet'
import { Listeners } from './radio/listeners'
import { homeNetwork, pageNetworks, sameBytes, secondNetwork, ssidBytes } from './radio/networks'
import { firstBootEnvironment, type RadioEnvironment } from './radio/radio-environment'
import { RouterScenarios } from './radio/router-scenarios'
import { VirtualPhone } from './radio/virtual-phone'

/** The channels that do not overlap: where an access point moves to. */
const channels = [1, 6, 11]

export interface SurroundingsOptions extends InternetOptions {
  /** That of the board. */
  clock: Clock
  /** From `pageEnvironment`; MicroPython has to be started with the same. */
  environment: RadioEnvironment
}

/** @param mac  of the board's station, six bytes */
export const pageEnvironment = (clock: Clock, mac: Uint8Array): RadioEnvironment =>
  firstBootEnvironment(clock, mac, pageNetworks)

/** @throws Error if the environment has no home network */
export const surroundingsOf = (board: VirtualBoard, options: SurroundingsOptions): Surroundings =>
  new BoardSurroundings(board, options)

class BoardSurroundings implements Surroundings {
  readonly home = { name: homeNetwork.ssid, password: homeNetwork.key }
  readonly second = { name: secondNetwork.ssid, password: secondNetwork.key }
  readonly phone: VirtualPhone
  readonly clock: Clock
  readonly #board: VirtualBoard
  readonly #environment: RadioEnvironment
  readonly #router: RouterScenarios
  readonly #changes = new Listeners<void>()

  constructor(board: VirtualBoard, { clock, environment, ...internet }: SurroundingsOptions) {
    const { radio } = environment
    const find = (ssid: string) => {
      const wanted = new TextEncoder().encode(ssid)
      const network = radio.networks.find((one) => sameBytes(ssidBytes(one), wanted))
      if (!network) throw new Error(`There is no network "${ssid}".`)
      return network
    }
    const networks = { home: find(this.home.name), second: find(this.second.name) }
    const tell = () => this.#changes.tell()
    this.clock = clock
    this.#board = board
    this.#environment = environment
    this.phone = new VirtualPhone({ clock, ...environment, ...internet })
    this.#router = new RouterScenarios({ clock, radio, ...networks, onChange: tell })
    board.onPowerChange(tell)
    board.faults.onChange(tell)
  }

  get scenarios(): ReadonlySet<RadioScenario> {
    return this.#router.active
  }

  setScenario(name: RadioScenario, on: boolean): void {
    this.#router.set(name, on)
  }

  hopChannel(): void {
    const { radio } = this.#environment
    const at = channels.indexOf(radio.accessPoint.channel)
    radio.hop(channels[(at + 1) % channels.length] ?? 1)
  }

  get isPowered(): boolean {
    return this.#board.isPowered
  }

  setPower(on: boolean): void {
    if (on) this.#board.powerOn()
    else this.#board.powerOff()
  }

  get cableScenarios(): ReadonlySet<CableScenario> {
    const { neverSync, willLoseAcknowledgement } = this.#board.faults
    return new Set<CableScenario>([
      ...(neverSync ? (['never-sync'] as const) : []),
      ...(willLoseAcknowledgement ? (['lost-acknowledgement'] as const) : []),
    ])
  }

  setCableScenario(name: CableScenario, on: boolean): void {
    const { faults } = this.#board
    if (name === 'never-sync') faults.neverSync = on
    else if (!on) faults.keepAcknowledgements()
    else if (!faults.willLoseAcknowledgement) faults.loseAcknowledgement()
  }

  get isPlugged(): boolean {
    return this.#board.bridge.isPlugged
  }

  setPlugged(on: boolean): void {
    if (on) this.#board.plug()
    else this.#board.unplug()
  }

  unplugInMidWrite(): void {
    this.#board.faults.unplugInNextWrite()
  }

  onChange(listener: () => void): () => void {
    return this.#changes.add(listener)
  }
}
