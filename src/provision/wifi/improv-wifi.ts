/** A board that speaks Improv: the portal's, that of `cable.run()`, or any other firmware's. */
import type { WaitOptions } from '../../async/deadline'
import { DeviceError } from '../../errors'
import { ImprovClient } from '../../improv/client'
import type { Credentials } from '../../improv/commands'
import { shownName } from '../../improv/shown-name'
import type { PortalEvent } from '../../micropython/portal-events'
import type { LinkLoan } from '../../serial/link'
import {
  failureOf,
  type AfterJoin,
  type BoardWifi,
  type JoinFailure,
  type JoinOutcome,
  type Joined,
} from './board-wifi'
import { ConsoleText } from './console-text'

/** Everybody writes it in the same way. */
const plainName = /^[\w.-]+( [\w.-]+)*$/

interface ImprovWifiOptions {
  /** Undefined: nothing is known of the firmware, until it says one of our portal's lines. */
  next?: AfterJoin
  /** Ends what was begun for this, and gives the loan back. */
  end: (over: boolean) => Promise<void>
  onOver?: (joined?: Joined) => void
}

export class ImprovWifi implements BoardWifi {
  readonly client: ImprovClient
  readonly #text: ConsoleText
  #isJoining = false
  /** It has joined without us, or has begun anew. */
  #isOver = false
  #isPortal = false
  #refusal: JoinFailure | undefined
  /** What the portal has said since the attempt was asked for: that it tries a network, that it has joined one. */
  #tried: string | undefined
  #heard: string | undefined
  /** The network of an attempt that the board may still make, as it is shown: its end was not waited for. */
  #abandoned: string | undefined
  #closing: Promise<void> | undefined

  constructor(
    loan: LinkLoan,
    private readonly options: ImprovWifiOptions,
  ) {
    this.#text = new ConsoleText(loan, (event) => this.#hear(event))
    this.client = new ImprovClient(loan.link, (bytes) => this.#text.push(bytes))
  }

  async networks(options: WaitOptions = {}) {
    if (this.#isOver) throw new DeviceError('no-answer', 'The board does not listen any more.')
    return this.client.networks(options)
  }

  async join(credentials: Credentials, options: WaitOptions = {}): Promise<JoinOutcome> {
    if (this.#isOver) return { joined: false, why: 'over' }
    this.#refusal = this.#tried = this.#heard = undefined
    const name = shownName(credentials.name)
    this.#isJoining = this.#text.isGuarded = true
    try {
      const earlier = this.#abandoned && (await this.#joinedBefore(this.#abandoned, options))
      if (earlier) return earlier
      this.#abandoned = name
      const end = await this.client.join(credentials, options)
      if (end.joined || end.why !== 'silent') this.#abandoned = undefined
      if (end.joined) return { ...end, ...this.#otherThan(name), next: this.#next }
      if (end.why === 'silent') return { joined: false, why: 'no-answer' }
      return { joined: false, why: (end.why === 'unable' && this.#refusal) || end.why }
    } finally {
      this.#isJoining = this.#text.isGuarded = false
    }
  }

  /** The success of an attempt that nobody waited for any more. */
  async #joinedBefore(name: string, options: WaitOptions): Promise<Joined | undefined> {
    const now = await this.client.state(options)
    if (now?.state !== 'joined') return undefined
    return { joined: true, address: now.address, network: this.#heard ?? name, next: this.#next }
  }

  /** The network that the portal says it has joined, if it is another one: the end of an earlier attempt. */
  #otherThan(name: string): Pick<Joined, 'network'> {
    const network = this.#heard
    if (network === undefined || network === name) return {}
    // The portal writes signs that cannot be seen otherwise than `shownName`.
    return plainName.test(name) || network !== this.#tried ? { network } : {}
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    this.client.close()
    await this.options.end(this.#isOver).catch(() => undefined)
  }

  get #next(): AfterJoin {
    return this.options.next ?? (this.#isPortal ? 'portal-closes' : 'unknown')
  }

  #hear(event: PortalEvent): void {
    this.#isPortal = true
    if (event.event === 'refused') this.#refusal = failureOf(event.why)
    else if (event.event === 'trying') this.#tried = event.network
    else if (event.event === 'joined') this.#heard = event.network
    if (this.#isJoining || this.#isOver) return
    const { onOver } = this.options
    if (event.event === 'joined') {
      this.#isOver = true
      const { network, address } = event
      onOver?.({ joined: true, network, address: `http://${address}/`, next: this.#next })
    } else if (event.event === 'closed' || event.event === 'starting') {
      this.#isOver = true
      onOver?.()
    }
  }
}
