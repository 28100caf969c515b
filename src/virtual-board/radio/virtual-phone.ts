/** The Wi-Fi of a phone beside the virtual board: `PhoneLink` on the board's radio and sockets. */
import { pause } from '../../phone/clock'
import {
  JoinError,
  type Joined,
  type PhoneLink,
  type TcpSocket,
  type VisibleNetwork,
} from '../../phone/phone-link'
import type { Clock } from '../clock'
import { askUdp, connectTcp } from './calls-of-phone'
import { InternetServers, type InternetOptions } from './internet'
import { joinNetwork } from './join-network'
import { Listeners } from './listeners'
import { Membership } from './membership'
import type { Network } from './network'
import type { Radio } from './radio'
import { visibleNetworks } from './visible-networks'

/** Until a phone notices that an access point sends no beacons any more, in ms. */
const beaconLossMs = 3000
/** Until a phone has found an access point again that has changed its channel, in ms. */
export const findAgainMs = 4000

export interface VirtualPhoneOptions extends InternetOptions {
  /** The highest channel that it hears: 11 for phones from North America; default 13. */
  lastChannel?: number
  clock: Clock
  radio: Radio
  network: Network
}

export class VirtualPhone implements PhoneLink {
  readonly #options: VirtualPhoneOptions
  readonly #internet: InternetServers
  readonly #changes = new Listeners<void>()
  #membership: Membership | undefined
  #stopJoining: (reason: unknown) => void = () => {}
  #cancelBeaconLoss: (() => void) | undefined
  #findsBoardAtMs = 0

  constructor(options: VirtualPhoneOptions) {
    this.#options = options
    this.#internet = new InternetServers(options)
    options.radio.hops.add(() => this.#loseBoard())
    options.radio.changes.add(() => this.#look())
  }

  get visible(): readonly VisibleNetwork[] {
    const { radio, clock, lastChannel } = this.#options
    return visibleNetworks(radio, clock.now() >= this.#findsBoardAtMs, lastChannel)
  }

  get joined(): Joined | undefined {
    return this.#membership?.route.joined
  }

  async join(network: VisibleNetwork, key: string, signal?: AbortSignal): Promise<Joined> {
    signal?.throwIfAborted()
    this.leave()
    const joining = new AbortController()
    this.#stopJoining = (reason) => joining.abort(reason)
    const stop = () => joining.abort(signal?.reason)
    signal?.addEventListener('abort', stop, { once: true })
    try {
      const wait = (ms: number) => pause(this.#options.clock, ms, joining.signal)
      if (network.isBoard) await wait(this.#findsBoardAtMs - this.#options.clock.now())
      const context = { ...this.#options, internet: this.#internet, pause: wait }
      return this.#enter(await joinNetwork(context, network, key))
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }

  leave(): void {
    this.#stopJoining(new DOMException('The phone joins another network.', 'AbortError'))
    const membership = this.#membership
    if (!membership) return
    this.#drop()
    membership.route.leave()
  }

  onChange(listener: () => void): () => void {
    return this.#changes.add(listener)
  }

  askUdp(address: string, port: number, bytes: Uint8Array, timeoutMs: number) {
    return askUdp(this.#options.clock, this.#membership, { address, port, bytes, timeoutMs })
  }

  connectTcp(address: string, port: number, timeoutMs: number): Promise<TcpSocket> {
    return connectTcp(this.#options.clock, this.#membership, { address, port, timeoutMs })
  }

  #enter(route: Membership['route']): Joined {
    if (route.state() === 'out') throw new JoinError('not-found')
    this.#membership = new Membership(this.#options.clock, route)
    this.#changes.tell()
    this.#look()
    return route.joined
  }

  /** The radio or the networks have changed: is the phone still where it was? */
  #look(): void {
    const state = this.#membership?.route.state()
    if (state === 'out') return this.#drop()
    if (state !== 'silent') this.#forgetBeaconLoss()
    else this.#cancelBeaconLoss ??= this.#options.clock.after(beaconLossMs, () => this.#drop())
    this.#changes.tell()
  }

  #forgetBeaconLoss(): void {
    this.#cancelBeaconLoss?.()
    this.#cancelBeaconLoss = undefined
  }

  #drop(): void {
    this.#forgetBeaconLoss()
    const membership = this.#membership
    this.#membership = undefined
    membership?.end()
    this.#changes.tell()
  }

  #loseBoard(): void {
    const { clock } = this.#options
    this.#findsBoardAtMs = clock.now() + findAgainMs
    clock.after(findAgainMs, () => this.#changes.tell())
  }
}
