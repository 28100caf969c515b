/** What can be wrong with the home router, switched on and off; the board and the phone meet the same. */
import type { RadioScenario } from '../../phone/surroundings'
import type { Clock } from '../clock'
import type { WifiNetwork } from './networks'
import type { Radio } from './radio'

/** How long a router is away that comes back late, in ms. */
const lateMs = 30_000

export interface RouterScenariosOptions {
  clock: Clock
  radio: Radio
  /** Two of `radio.networks`. */
  home: WifiNetwork
  second: WifiNetwork
  onChange: () => void
}

export class RouterScenarios {
  readonly #options: RouterScenariosOptions
  readonly #usual: WifiNetwork
  #active: ReadonlySet<RadioScenario> = new Set()
  #cancelReturn = () => {}

  constructor(options: RouterScenariosOptions) {
    this.#options = options
    this.#usual = { ...options.home }
  }

  get active(): ReadonlySet<RadioScenario> {
    return this.#active
  }

  set(name: RadioScenario, on: boolean): void {
    if (this.#active.has(name) === on) return
    const others = [...this.#active].filter((one) => one !== name)
    this.#active = new Set(on ? [...others, name] : others)
    if (name === 'router-late') this.#planReturn(on)
    this.#apply()
    this.#options.onChange()
  }

  #planReturn(on: boolean): void {
    this.#cancelReturn()
    if (!on) return
    this.#cancelReturn = this.#options.clock.after(lateMs, () => this.set('router-late', false))
  }

  #apply(): void {
    const { radio, home, second } = this.#options
    const { off = false, refuses, dhcpMs } = this.#usual
    const has = (name: RadioScenario) => this.#active.has(name)
    change(radio, home, {
      off: off || has('router-off') || has('router-late'),
      refuses: refuses || has('password-refused'),
      dhcpMs: has('no-address') ? Infinity : dhcpMs,
    })
    change(radio, second, { off: !has('second-network') })
  }
}

/** Only what is different: a change makes the station try again. */
function change(radio: Radio, network: WifiNetwork, wanted: Partial<WifiNetwork>): void {
  const isSame = (Object.keys(wanted) as (keyof WifiNetwork)[]).every(
    (name) => (network[name] || undefined) === (wanted[name] || undefined),
  )
  if (!isSame) radio.changeNetwork(network, wanted)
}
