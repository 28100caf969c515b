/** A board that speaks Improv: the portal's, that of `cable.run()`, or any other firmware's. */
import type { WaitOptions } from '../../async/deadline'
import { DeviceError } from '../../errors'
import { ImprovClient } from '../../improv/client'
import type { Credentials } from '../../improv/commands'
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
    this.#refusal = undefined
    this.#isJoining = this.#text.isGuarded = true
    try {
      const end = await this.client.join(credentials, options)
      if (end.joined) return { ...end, next: this.#next }
      if (end.why === 'silent') return { joined: false, why: 'no-answer' }
      return { joined: false, why: (end.why === 'unable' && this.#refusal) || end.why }
    } finally {
      this.#isJoining = this.#text.isGuarded = false
    }
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
