/** A board that speaks Improv: the portal's, that of `cable.run()`, or any other firmware's. */
import { unlessAborted, type WaitOptions } from '../../async/deadline'
import { sameBytes } from '../../bytes/bytes'
import { DeviceError } from '../../errors'
import { ImprovClient } from '../../improv/client'
import type { Credentials } from '../../improv/commands'
import type { NetworkInReach } from '../../improv/networks'
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
  /** Ends with the attempt, whoever still waits for it: a board does one thing at a time. */
  #attempt: Promise<unknown> | undefined
  #isAwaited = false
  readonly #stop = new AbortController()
  /** It has joined without us, or has begun anew. */
  #isOver = false
  #isPortal = false
  #refusal: JoinFailure | undefined
  #heard: Joined | undefined
  #inReach: readonly NetworkInReach[] = []
  #closing: Promise<void> | undefined

  constructor(
    private readonly loan: LinkLoan,
    private readonly options: ImprovWifiOptions,
  ) {
    this.#text = new ConsoleText(loan, (event) => this.#hear(event))
    this.client = new ImprovClient(loan.link, (bytes) => this.#text.push(bytes))
  }

  async networks(options: WaitOptions = {}): Promise<NetworkInReach[]> {
    if (this.#attempt) await unlessAborted(this.#attempt, options)
    if (this.#isOver) throw new DeviceError('no-answer', 'The board does not listen any more.')
    const found = await this.client.networks(options)
    this.#inReach = found
    return found
  }

  /** After the end of an attempt that nobody waits for any more: it would be told as that of this one. */
  async join(credentials: Credentials, options: WaitOptions = {}): Promise<JoinOutcome> {
    if (this.#attempt) await unlessAborted(this.#attempt, options)
    if (this.#isOver) return { joined: false, why: 'over' }
    this.#isAwaited = true
    const attempt = this.#join(credentials)
    this.#attempt = attempt.catch(() => undefined).then(() => (this.#attempt = undefined))
    try {
      return await unlessAborted(attempt, options)
    } finally {
      this.#isAwaited = false
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    this.#stop.abort()
    await this.#attempt
    // Who listens next would hear a password that the board repeats; one that is reset has forgotten it.
    const { ended } = this.loan.link
    if (this.options.next !== 'restarts') await Promise.race([this.#text.guard.over, ended])
    this.client.close()
    await this.options.end(this.#isOver).catch(() => undefined)
  }

  async #join(credentials: Credentials): Promise<JoinOutcome> {
    this.#refusal = this.#heard = undefined
    const { guard } = this.#text
    guard.begin(credentials.password)
    try {
      const end = await this.client.join(credentials, this.#stop)
      if (end.joined) return this.#joined(end.address, shownName(credentials.name))
      if (end.why === 'silent') return { joined: false, why: 'no-answer' }
      return { joined: false, why: end.why === 'unable' ? this.#reason(credentials) : end.why }
    } finally {
      if (this.#heard) guard.lift()
      else guard.liftLater()
    }
  }

  /** As firmware/lib/captive_portal/reason.py; what it joins over the cable the portal does not look for. */
  #reason({ name }: Credentials): JoinFailure {
    if (this.#refusal !== 'unclear') return this.#refusal ?? 'unable'
    return this.#inReach.some((one) => sameBytes(one.name, name)) ? 'silent' : 'unclear'
  }

  /** @param name  of the network that was asked for */
  #joined(address: string | undefined, name: string): JoinOutcome {
    const asked: Joined = { joined: true, address, next: this.#next }
    this.#heard ??= { ...asked, network: name }
    if (this.#isAwaited && this.#heard.network === name) return asked
    this.#end(this.#heard)
    return { joined: false, why: 'over' }
  }

  get #next(): AfterJoin {
    return this.options.next ?? (this.#isPortal ? 'portal-closes' : 'unknown')
  }

  #hear(event: PortalEvent): void {
    this.#isPortal = true
    if (event.event === 'refused') this.#refusal = failureOf(event.why)
    if (event.event === 'joined') {
      const { network, address } = event
      this.#heard = { joined: true, network, address: `http://${address}/`, next: this.#next }
      if (!this.#isAwaited) this.#end(this.#heard)
    } else if (event.event === 'closed' || event.event === 'starting') {
      if (!this.#isAwaited) this.#end()
    }
  }

  #end(joined?: Joined): void {
    if (this.#isOver) return
    this.#isOver = true
    this.options.onOver?.(joined)
  }
}
