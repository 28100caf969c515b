/**
 * The phone beside the virtual board: which network it is in, what its system makes of that network, and what is open
 * on its screen. It does by itself what such phones do: detects, opens its sheet, finds a lost network again, goes
 * home. Over 200 lines: joining, detection and coming home are one machine.
 */
import { pause, systemClock, type PhoneClock } from '../phone/clock'
import { detect, type Verdict } from '../phone/detect'
import {
  JoinError,
  type JoinProblem,
  type PhoneLink,
  type VisibleNetwork,
} from '../phone/phone-link'
import type { HomeNetwork } from '../phone/surroundings'
import type { PhoneSystem } from '../phone/systems'
import type { TimelineWriter } from '../phone/timeline'
import { PhoneSheet, type SheetBrowser } from './phone-sheet.svelte'

/** From losing a network to having looked for it long enough; an access point that changes its channel is back by then. */
export const lostMs = 7000
/** From "Sign in to network" to the sheet, where a system shows that first. */
export const noticeMs = 1500

export interface PhoneOptions<B extends SheetBrowser> {
  link: PhoneLink
  system: PhoneSystem
  timeline: TimelineWriter
  /** What the owner of the phone has told it. */
  home: HomeNetwork
  openBrowser: (system: PhoneSystem) => B
  clock?: PhoneClock
}

export interface NotJoined {
  network: VisibleNetwork
  /** `failed`: for no reason that a phone would tell. */
  reason: JoinProblem | 'failed'
}

export class Phone<B extends SheetBrowser = SheetBrowser> {
  readonly system: PhoneSystem
  readonly #options: PhoneOptions<B>
  readonly #clock: PhoneClock
  readonly #stopListening: () => void
  #visible = $state.raw<readonly VisibleNetwork[]>([])
  #network = $state.raw<VisibleNetwork>()
  #address = $state<string>()
  #joining = $state.raw<VisibleNetwork>()
  #problem = $state.raw<NotJoined>()
  #verdict = $state.raw<Verdict>()
  #isChecking = $state(false)
  #isLooking = $state(false)
  #sheet = $state.raw<PhoneSheet<B>>()
  /** Of the attempt or the network that is now; aborted by the next one. */
  #turn = new AbortController()
  /** Of the network that it is in, or was in last. */
  #key = ''
  /** By hand: then nothing was lost. */
  #leaving = false

  constructor(options: PhoneOptions<B>) {
    this.#options = options
    this.system = options.system
    this.#clock = options.clock ?? systemClock
    this.#stopListening = options.link.onChange(() => this.#look())
    this.#look()
  }

  /** The strongest first. */
  get visible(): readonly VisibleNetwork[] {
    return this.#visible
  }

  get network(): VisibleNetwork | undefined {
    return this.#network
  }

  /** Its own in that network. */
  get address(): string | undefined {
    return this.#address
  }

  get joining(): VisibleNetwork | undefined {
    return this.#joining
  }

  /** Why the last attempt failed; undefined after the next one has begun. */
  get problem(): NotJoined | undefined {
    return this.#problem
  }

  /** On the network that it is in; undefined while it is not known. */
  get verdict(): Verdict | undefined {
    return this.#verdict
  }

  get isChecking(): boolean {
    return this.#isChecking
  }

  /** It has lost a network and waits for it. */
  get isLooking(): boolean {
    return this.#isLooking
  }

  get sheet(): PhoneSheet<B> | undefined {
    return this.#sheet
  }

  get board(): VisibleNetwork | undefined {
    return this.#visible.find(({ isBoard }) => isBoard)
  }

  /** "Sign in to network": there is a portal, and its page is not open. */
  get wantsSignIn(): boolean {
    return this.#verdict?.kind === 'captive' && !this.#sheet
  }

  /** A person picks a network. Resolves when the phone is in and knows what it is good for, or is not. */
  async join(network: VisibleNetwork, key = ''): Promise<void> {
    this.closeSheet({ staysIn: true })
    await this.#enter(network, key, true)
  }

  /** A person leaves it. */
  leave(): void {
    const network = this.#network ?? this.#joining
    this.#begin()
    this.#leaving = true
    this.#options.link.leave()
    this.#leaving = false
    this.#shutSheet()
    if (network) this.#noteLeft(network, 'by-hand')
    this.#forgetNetwork()
  }

  /** What a tap on the notification does. */
  signIn(): void {
    if (this.#verdict?.kind === 'captive') this.#openSheet(this.#verdict)
  }

  /** A person opens the browser, here or anywhere. */
  browse(url: string): void {
    this.#shutSheet()
    this.#sheet = new PhoneSheet(this.#options.openBrowser(this.system), 'browser', url)
  }

  /** By hand. Some systems leave a network whose sign-in was not finished. */
  closeSheet({ staysIn = false } = {}): void {
    const sheet = this.#sheet
    if (!sheet) return
    this.#shutSheet()
    const leaves = sheet.kind !== 'browser' && this.system.sheet.closingLeavesNetwork
    if (leaves && !staysIn && this.#verdict?.kind === 'captive') this.leave()
  }

  /** Put away: another phone takes its place. */
  dispose(): void {
    this.leave()
    this.#stopListening()
  }

  async #enter(network: VisibleNetwork, key: string, byHand: boolean): Promise<void> {
    const before = this.#network
    const signal = this.#begin()
    if (before) this.#noteLeft(before, 'by-hand')
    this.#forgetNetwork()
    this.#problem = undefined
    this.#joining = network
    const { link, timeline } = this.#options
    const startedMs = timeline.now()
    try {
      const { address } = await link.join(network, key, signal)
      if (signal.aborted) return
      this.#joining = undefined
      this.#network = network
      this.#address = address
      this.#key = key
      timeline.add({ kind: 'joined', network: network.name, address }, startedMs)
      await this.#detect(signal, byHand)
    } catch (error) {
      if (signal.aborted) return
      this.#joining = undefined
      const reason = error instanceof JoinError ? error.reason : 'failed'
      this.#problem = { network, reason }
    }
  }

  async #detect(signal: AbortSignal, byHand: boolean): Promise<void> {
    const { link, timeline } = this.#options
    this.#isChecking = true
    try {
      const verdict = await detect(link, this.system, { timeline, clock: this.#clock, signal })
      if (signal.aborted) return
      this.#verdict = verdict
      this.#isChecking = false
      if (verdict.kind === 'captive' && byHand && !this.#sheet)
        await this.#announce(verdict, signal)
    } catch {
      // Only an abort: whoever aborted has said what is now.
      if (!signal.aborted) this.#isChecking = false
    }
  }

  async #announce(verdict: Verdict & { kind: 'captive' }, signal: AbortSignal): Promise<void> {
    if (noticesFirst(this.system)) await pause(this.#clock, noticeMs, signal)
    if (!signal.aborted && !this.#sheet) this.#openSheet(verdict)
  }

  #openSheet({ signInUrl, show }: Verdict & { kind: 'captive' }): void {
    this.#shutSheet()
    this.#sheet = new PhoneSheet(this.#options.openBrowser(this.system), show, signInUrl)
  }

  #shutSheet(): void {
    this.#sheet?.close()
    this.#sheet = undefined
  }

  /** The air has changed. */
  #look(): void {
    const { link } = this.#options
    this.#visible = link.visible
    const lost = this.#network
    if (this.#leaving || !lost || link.joined) return
    const isOnAir = link.visible.some((one) => isSame(one, lost))
    this.#noteLeft(lost, isOnAir ? 'dropped' : 'gone')
    this.#forgetNetwork()
    void this.#findAgain(lost, this.#begin()).catch(() => {})
  }

  /** The same network if it comes back soon, else home. A page that is open stays for as long. */
  async #findAgain(lost: VisibleNetwork, signal: AbortSignal): Promise<void> {
    const end = this.#clock.now() + lostMs
    this.#isLooking = true
    while (this.#clock.now() < end) {
      await pause(this.#clock, 500, signal)
      const again = this.#visible.find((one) => isSame(one, lost))
      if (again) return this.#enter(again, this.#key, false)
    }
    if (this.#sheet?.kind !== 'browser') this.#shutSheet()
    await this.#goHome(signal)
  }

  async #goHome(signal: AbortSignal): Promise<void> {
    const { home } = this.#options
    for (;;) {
      const found = this.#visible.find(({ name, isBoard }) => !isBoard && name === home.name)
      if (found) return this.#enter(found, home.password, false)
      await pause(this.#clock, 1000, signal)
    }
  }

  #begin(): AbortSignal {
    this.#turn.abort()
    this.#turn = new AbortController()
    return this.#turn.signal
  }

  #forgetNetwork(): void {
    this.#network = this.#address = this.#joining = this.#verdict = undefined
    this.#isChecking = this.#isLooking = false
  }

  #noteLeft({ name: network }: VisibleNetwork, why: 'by-hand' | 'dropped' | 'gone'): void {
    this.#options.timeline.add({ kind: 'left', network, why })
  }
}

/** iPhone, Windows and Kindle open their page at once. */
const noticesFirst = ({ id }: PhoneSystem) => id === 'android' || id === 'firefox'

const isSame = (a: VisibleNetwork, b: VisibleNetwork) =>
  a.isBoard === b.isBoard && a.name === b.name && a.secured === b.secured
