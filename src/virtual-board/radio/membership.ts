/** A phone in a network, until it leaves or is dropped: its lanes, and what ends with them. */
import type { Joined } from '../../phone/phone-link'
import type { Clock } from '../clock'
import type { Host } from './host'
import { Lane } from './lane'
import { Listeners } from './listeners'

/** Where a network leads to. */
export interface Route {
  readonly joined: Joined
  /** Who is at an IPv4 address; undefined: nobody, and no answer at all. */
  hostAt(address: string): Host | undefined
  /** When the other end of the air hears the phone next, on the clock. */
  hearsFromMs(): number
  /** Whether the phone still is in the network; `silent`: nothing says that it is not. */
  state(): 'in' | 'silent' | 'out'
  /** The phone says that it leaves. */
  leave(): void
}

export class Membership {
  readonly route: Route
  readonly toPeer: Lane
  readonly toPhone: Lane
  readonly ends = new Listeners<void>()
  isOver = false

  constructor(clock: Clock, route: Route) {
    this.route = route
    this.toPeer = new Lane(clock, () => route.hearsFromMs())
    this.toPhone = new Lane(clock, () => route.hearsFromMs())
  }

  end(): void {
    if (this.isOver) return
    this.isOver = true
    this.toPeer.cut()
    this.toPhone.cut()
    this.ends.tell()
  }
}
