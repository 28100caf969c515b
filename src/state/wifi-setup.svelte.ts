/**
 * Giving the board that runs a network, step by step, as the page shows it: what may be asked without stopping a
 * program, networks, one attempt at a time, and how it ended. Names and passwords go through it and are not kept.
 */
import { delay } from '../async/deadline'
import { asDeviceError, isAbort, type DeviceError } from '../errors'
import type { Credentials } from '../improv/commands'
import type { NetworkInReach } from '../improv/networks'
import { shownName } from '../improv/shown-name'
import type {
  AfterJoin,
  BoardDoes,
  BoardWifi,
  JoinFailure,
  Joined,
} from '../provision/wifi/board-wifi'
import type { Session } from './session.svelte'
import type { SessionState } from './session-state'

/** What has to be agreed to, because the board starts again: one that does not listen, or nobody knows. */
type Interrupting = 'program' | 'unknown'

export interface Refused {
  /** As it is shown. */
  name: string
  why: JoinFailure
  /** The name itself, of one that is not in the list. */
  typed?: string
}

export type WifiStep =
  | { at: 'asking'; about: Interrupting }
  | { at: 'opening' }
  | { at: 'searching' }
  | { at: 'choosing'; networks: readonly NetworkInReach[]; refused?: Refused; given?: 'up' }
  | { at: 'joining'; name: string }
  | { at: 'joined'; name: string; other?: string; address?: string; next: AfterJoin }
  | { at: 'failed'; error: DeviceError }

/** The board listens for ten minutes: after that its program shall run again. */
const longestMs = 9 * 60_000
const startMs = 30_000
const lookMs = 250

export class WifiSetup {
  #step = $state.raw<WifiStep>({ at: 'opening' })
  #networks: readonly NetworkInReach[] = []
  #wifi: BoardWifi | undefined
  /** Of what is going on. */
  #abort = new AbortController()
  #limit: ReturnType<typeof setTimeout> | undefined
  #isClosed = false

  constructor(private readonly session: Pick<Session, 'state' | 'openWifi'>) {}

  get step(): WifiStep {
    return this.#step
  }

  /** Goes as far as it may without stopping a program. */
  async begin(): Promise<void> {
    this.#step = { at: 'opening' }
    await this.#started()
    if (this.#isClosed) return
    const does = doesOf(this.session.state)
    if (does === 'program' || does === 'unknown') this.#step = { at: 'asking', about: does }
    else await this.#open(does)
  }

  /** The program may be stopped. */
  async agree(): Promise<void> {
    if (this.#step.at === 'asking') await this.#open(this.#step.about)
  }

  async search(): Promise<void> {
    const wifi = this.#wifi
    if (!wifi) return this.begin()
    this.#step = { at: 'searching' }
    await this.#work(async (signal) => {
      this.#networks = await wifi.networks({ signal })
      this.#step = { at: 'choosing', networks: this.#networks }
    })
  }

  async join(credentials: Credentials): Promise<void> {
    const wifi = this.#wifi
    if (!wifi || this.#step.at !== 'choosing') return
    const name = shownName(credentials.name)
    this.#step = { at: 'joining', name }
    await this.#work(async (signal) => {
      const end = await wifi.join(credentials, { signal })
      if (end.joined) return this.#joined(end, name)
      if (end.why === 'over') return this.#over()
      const refused = { name, why: end.why, typed: this.#unlisted(credentials) }
      this.#step = { at: 'choosing', networks: this.#networks, refused }
    })
  }

  /** Ends the waiting; a board that tries a network may go on. */
  cancel(): void {
    this.#abort.abort()
  }

  /** The board gets its program back. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#abort.abort()
    await this.#release()
  }

  async #open(board: BoardDoes): Promise<void> {
    this.#step = { at: 'opening' }
    await this.#work(async (signal) => {
      const onOver = (joined?: Joined) => void this.#over(joined)
      try {
        this.#wifi = await this.session.openWifi({ board, signal, onOver })
      } catch (error) {
        // An older portal, or none of ours: what else can be done stops it.
        if (board !== 'portal' || asDeviceError(error).code !== 'no-answer') throw error
        this.#step = { at: 'asking', about: 'unknown' }
        return
      }
      if (this.#isClosed) return this.#release()
      this.#limit = setTimeout(() => void this.#over(), longestMs)
      await this.search()
    })
  }

  /** One thing at a time; what ends it early leads back to the choice. */
  async #work(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const abort = (this.#abort = new AbortController())
    try {
      await work(abort.signal)
    } catch (error) {
      if (this.#isClosed || this.#step.at === 'joined') return
      if (isAbort(error)) return this.#cancelled()
      await this.#release()
      this.#step = { at: 'failed', error: asDeviceError(error) }
    }
  }

  #cancelled(): void {
    if (this.#step.at === 'opening') return
    const given = this.#step.at === 'joining' ? 'up' : undefined
    this.#step = { at: 'choosing', networks: this.#networks, ...(given && { given }) }
  }

  #unlisted({ name }: Credentials): string | undefined {
    const wanted = shownName(name)
    const isListed = this.#networks.some((one) => shownName(one.name) === wanted)
    return isListed ? undefined : new TextDecoder().decode(name)
  }

  async #joined({ network, address, next }: Joined, name: string): Promise<void> {
    const other = network !== undefined && network !== name ? network : undefined
    this.#step = { at: 'joined', name, other, address, next }
    await this.#release()
  }

  /** It has joined without us, or does not listen any more. */
  async #over(joined?: Joined): Promise<void> {
    if (this.#isClosed || this.#step.at === 'joined') return
    if (joined) return this.#joined(joined, joined.network ?? '')
    this.#abort.abort()
    await this.#release()
    await this.begin()
  }

  async #release(): Promise<void> {
    clearTimeout(this.#limit)
    const wifi = this.#wifi
    this.#wifi = undefined
    await wifi?.close()
  }

  /** A board that starts takes a Ctrl-C for one, until its portal begins. */
  async #started(): Promise<void> {
    for (let waitedMs = 0; waitedMs < startMs && !this.#isClosed; waitedMs += lookMs) {
      const { state } = this.session
      if (state.at !== 'running' || state.now.is !== 'starting') return
      await delay(lookMs)
    }
  }
}

/** What runs on the board, by what it has said and by what this page has put there. */
export function doesOf(state: SessionState): BoardDoes {
  if (state.at !== 'running') return 'unknown'
  const { now, report } = state
  if (now.is === 'stopped' || now.is === 'joined') return 'program'
  const isPortal = now.is === 'portal' || now.is === 'trying' || now.is === 'refused'
  return report && isPortal ? 'portal' : 'unknown'
}
