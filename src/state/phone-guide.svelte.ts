/**
 * The guided story: each step does one thing on phone or board, and is over when that has really happened. Free play
 * goes on all the time; a step waits for the state, whoever brings it about.
 */
import type { BoardNow } from '../micropython/board-now'
import { pause, systemClock, type PhoneClock } from '../phone/clock'
import { resolveUrl, type PageRequest } from '../phone/browser/page-request'
import type { PhoneBrowser } from '../phone/browser/phone-browser'
import type { Phone } from './phone.svelte'
import type { PhoneAround } from './phone-around.svelte'
import { filledForm } from './sign-in-form'

export const guideSteps = [
  'look',
  'join',
  'sign-in',
  'wrong',
  'right',
  'home',
  'off',
  'alone',
] as const
export type GuideStep = (typeof guideSteps)[number]

/** What the steps act on. */
export interface GuidedStory {
  readonly phone: Phone<PhoneBrowser>
  readonly around: PhoneAround
  readonly now: BoardNow | undefined
  /** Of the board's own Wi-Fi; undefined: open, or not known. */
  readonly password?: string
}

/** What has not happened by then does not happen any more; the board tries a network for 20 s. */
const patienceMs = 60_000
const lookMs = 150
/** The page asks the board every second how it goes. */
const pageLagMs = 1500

export class PhoneGuide {
  readonly #story: GuidedStory
  readonly #clock: PhoneClock
  #at = $state<number>()
  #state = $state<'busy' | 'done' | 'stuck'>('done')
  #turn = new AbortController()

  constructor(story: GuidedStory, clock: PhoneClock = systemClock) {
    this.#story = story
    this.#clock = clock
  }

  /** Undefined: nobody is being guided. */
  get step(): GuideStep | undefined {
    return this.#at === undefined ? undefined : guideSteps[this.#at]
  }

  /** From 1. */
  get number(): number {
    return (this.#at ?? 0) + 1
  }

  get isLast(): boolean {
    return this.#at === guideSteps.length - 1
  }

  get isBusy(): boolean {
    return this.#state === 'busy'
  }

  /** What the step waits for did not happen. */
  get isStuck(): boolean {
    return this.#state === 'stuck'
  }

  start(): Promise<void> {
    return this.#run(0)
  }

  next(): Promise<void> {
    if (this.isBusy || this.#at === undefined) return Promise.resolve()
    if (this.isLast) {
      this.stop()
      return Promise.resolve()
    }
    return this.#run(this.#at + 1)
  }

  again(): Promise<void> {
    return this.#at === undefined ? Promise.resolve() : this.#run(this.#at)
  }

  stop(): void {
    this.#turn.abort()
    this.#at = undefined
    this.#state = 'done'
  }

  async #run(at: number): Promise<void> {
    this.#turn.abort()
    const { signal } = (this.#turn = new AbortController())
    this.#at = at
    this.#state = 'busy'
    const happened = await this.#do(guideSteps[at] as GuideStep, signal).catch(() => false)
    if (!signal.aborted) this.#state = happened ? 'done' : 'stuck'
  }

  #do(step: GuideStep, signal: AbortSignal): Promise<boolean> {
    const acts: Record<GuideStep, () => Promise<boolean>> = {
      look: () => this.#until(() => this.#isPortalUp(), signal),
      join: () => this.#join(signal),
      'sign-in': () => this.#openPage(signal),
      wrong: () => this.#submit(`${this.#story.around.home.password}!`, 'refused', signal),
      right: () => this.#submit(this.#story.around.home.password, 'joined', signal),
      home: () => this.#until(() => this.#isHome(), signal),
      off: () => this.#cutPower(signal),
      alone: () => this.#powerOn(signal),
    }
    return acts[step]()
  }

  /** MicroPython's own access point comes up first and makes room for the portal's, so a lost one is tried again. */
  #join(signal: AbortSignal): Promise<boolean> {
    const { phone, password } = this.#story
    return this.#until(() => {
      const isFree = !phone.joining && !phone.isLooking && !phone.network?.isBoard
      if (isFree && phone.board && this.#isPortalUp()) void phone.join(phone.board, password)
      return this.#phoneIsIn()
    }, signal)
  }

  #isPortalUp(): boolean {
    const { phone, now } = this.#story
    return phone.board !== undefined && now !== undefined && 'accessPoint' in now
  }

  #phoneIsIn(): boolean {
    const { phone } = this.#story
    return phone.network?.isBoard === true && phone.verdict !== undefined
  }

  async #openPage(signal: AbortSignal): Promise<boolean> {
    const { phone } = this.#story
    await this.#until(() => phone.sheet !== undefined, signal, 4000)
    if (!phone.sheet) phone.signIn()
    return this.#until(() => phone.sheet?.browser.page !== undefined, signal)
  }

  async #submit(
    password: string,
    expected: 'refused' | 'joined',
    signal: AbortSignal,
  ): Promise<boolean> {
    const { phone, around } = this.#story
    if (expected === 'joined' && this.#story.now?.is === 'joined') return true
    const find = () => filledForm(phone.sheet?.browser.page, { name: around.home.name, password })
    const form = await this.#formOf(find, signal)
    if (!form || !phone.sheet) return false
    await phone.sheet.browser.follow(form, 'form')
    await this.#until(() => this.#story.now?.is === 'trying', signal, 5000)
    const happened = await this.#until(() => this.#story.now?.is === expected, signal)
    if (happened) await pause(this.#clock, pageLagMs, signal)
    return happened
  }

  /** A page that shows what came of the last attempt leads back to one with a form. */
  async #formOf(
    find: () => PageRequest | undefined,
    signal: AbortSignal,
  ): Promise<PageRequest | undefined> {
    const { browser } = this.#story.phone.sheet ?? {}
    const at = browser?.page && resolveUrl('/', browser.page.url)
    if (!find() && at) await browser?.navigate(at)
    await this.#until(() => find() !== undefined, signal, 10_000)
    return find()
  }

  #isHome(): boolean {
    const { phone, around } = this.#story
    const isIn = phone.network?.name === around.home.name && phone.network.isBoard === false
    return isIn && phone.verdict !== undefined
  }

  async #cutPower(signal: AbortSignal): Promise<boolean> {
    this.#story.around.setPower(false)
    await pause(this.#clock, 800, signal)
    return !this.#story.around.isPowered
  }

  async #powerOn(signal: AbortSignal): Promise<boolean> {
    if (!this.#story.around.isPowered) this.#story.around.setPower(true)
    await this.#until(() => this.#story.now?.is !== 'joined', signal, 3000)
    return this.#until(() => this.#story.now?.is === 'joined', signal)
  }

  /** False if it is not so in time. Rejects when the tour is left. */
  async #until(isSo: () => boolean, signal: AbortSignal, withinMs = patienceMs): Promise<boolean> {
    const end = this.#clock.now() + withinMs
    while (!isSo()) {
      if (this.#clock.now() >= end) return false
      await pause(this.#clock, lookMs, signal)
    }
    return true
  }
}
