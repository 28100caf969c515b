/** What is around the virtual board besides its cable: the phone's Wi-Fi, the home router, power, mishaps. */
import type { PhoneClock } from './clock'
import type { PhoneLink } from './phone-link'

/** The mishaps that can be switched on and off; each is what the board then really meets. */
export type RadioScenario =
  | 'router-off'
  /** The router refuses every password, also the right one. */
  | 'password-refused'
  | 'no-address'
  /** The router is off, and back after 30 s. */
  | 'router-late'
  /** A second home network is in reach. */
  | 'second-network'

export type CableScenario = 'never-sync' | 'lost-acknowledgement'

export interface HomeNetwork {
  name: string
  password: string
}

export interface Surroundings {
  readonly phone: PhoneLink
  /** The board's: who is beside it lives in the same time. */
  readonly clock: PhoneClock
  /** The home network, whose password is shown beside the phone, and a second one. */
  readonly home: HomeNetwork
  readonly second: HomeNetwork
  readonly scenarios: ReadonlySet<RadioScenario>
  setScenario(name: RadioScenario, on: boolean): void
  /** The access point changes its channel once: everybody in it is dropped, and finds it again after a while. */
  hopChannel(): void
  readonly isPowered: boolean
  /** The supply of the chip; the USB cable stays in. */
  setPower(on: boolean): void
  readonly cableScenarios: ReadonlySet<CableScenario>
  setCableScenario(name: CableScenario, on: boolean): void
  readonly isPlugged: boolean
  setPlugged(on: boolean): void
  /** In the next write: the cable comes off in the middle. */
  unplugInMidWrite(): void
  /** Calls `listener` after each change of what is above. */
  onChange(listener: () => void): () => void
}
