/**
 * The page's one hold on a board: the state and the verbs that lead from one state to the next. Real
 * and virtual boards take exactly the same way. Knows neither the DOM nor how a board is written.
 */
import { delay } from '../async/deadline'
import { asDeviceError, isAbort, type DeviceError } from '../errors'
import type { Installed, JobOptions, Progress } from '../provision/job'
import type { OnePassRequest } from '../provision/one-pass-request'
import type { UpdateRequest } from '../provision/update-request'
import type { SerialLink } from '../serial/link'
import { Attempt } from './attempt'
import { choosePort, type PortWish } from './choose-port'
import type { Last, SessionServices } from './session-services'
import {
  identityOf,
  phaseOf,
  updateOf,
  withProgress,
  type BoardKind,
  type SecondThoughts,
  type SessionState,
} from './session-state'

const cancelTimeoutMs = 5000

export class Session {
  #state = $state.raw<SessionState>({ at: 'disconnected' })
  #services: SessionServices
  #attempt = new Attempt()
  /** The release of earlier attempts: the next one waits for it, or it would find its port busy. */
  #released: Promise<unknown> = Promise.resolve()
  #last: Last = { kind: 'real' }

  constructor(services: SessionServices) {
    this.#services = services
  }

  get state(): SessionState {
    return this.#state
  }

  /** What was last installed, or was to be. */
  get lastRequest(): OnePassRequest | undefined {
    return this.#last.install?.request
  }

  /** From disconnected or failed to ready. A closed list of ports leads back without a failure. */
  async connect(kind: BoardKind, wish: PortWish = {}): Promise<void> {
    if (this.#state.at !== 'disconnected' && this.#state.at !== 'failed') return
    this.#last = { kind }
    await this.#connect(kind, wish)
  }

  async #connect(kind: BoardKind, wish: PortWish, second?: SecondThoughts): Promise<void> {
    const attempt = this.#begin({ at: 'connecting', kind })
    await this.#guard(attempt, async () => {
      const port = await this.#takePort(attempt, kind, wish)
      const board = await this.#services.connectBoard(port, this.#options(attempt))
      attempt.holds(() => board.release())
      this.#move(attempt, { at: 'ready', kind, identity: board.identity, board, second })
    })
  }

  async #takePort(attempt: Attempt, kind: BoardKind, wish: PortWish): Promise<SerialPort> {
    // The list of ports must open while the click still counts, so it comes before any waiting.
    const provider = await this.#services.provider(kind)
    const port = await choosePort(provider, wish)
    this.#last.port = port
    attempt.watch(port, (error) => this.#fail(attempt, error))
    await this.#released
    attempt.signal.throwIfAborted()
    return port
  }

  /** From ready to running, by way of installing and starting. */
  async install(request: OnePassRequest): Promise<void> {
    const state = this.#state
    if (state.at !== 'ready') return
    const { kind, identity, board } = state
    const attempt = this.#attempt
    this.#last = { kind, port: this.#last.port, install: { request, mac: identity.mac } }
    this.#move(attempt, { at: 'installing', kind, identity })
    await this.#guard(attempt, async () => {
      const installed = await board.install(request, this.#options(attempt))
      this.#run(attempt, { at: 'running', kind, identity, ...installed })
    })
  }

  /** From ready to running: only files, over the console. The firmware stays. */
  async update(request: UpdateRequest): Promise<void> {
    const state = this.#state
    if (state.at !== 'ready') return
    const { kind, identity, board } = state
    const attempt = this.#attempt
    this.#last = { kind, port: this.#last.port, update: { request, mac: identity.mac } }
    this.#move(attempt, { at: 'starting', kind, identity, update: 'board' })
    await this.#guard(attempt, async () => {
      const installed = await board.update(request, this.#options(attempt))
      this.#run(attempt, { at: 'running', kind, identity, ...installed })
    })
  }

  /** From failed to running, for a board that runs but whose bootloader cannot be reached. */
  async updateOverConsole(request: UpdateRequest): Promise<void> {
    if (this.#state.at !== 'failed') return
    const { kind, port } = this.#last
    this.#last = { kind, port, update: { request } }
    const attempt = this.#begin({ at: 'connecting', kind })
    await this.#guard(attempt, async () => {
      const taken = await this.#takePort(attempt, kind, { again: port })
      this.#move(attempt, { at: 'starting', kind, update: 'console' })
      const options = this.#options(attempt)
      const installed: Installed = await this.#services.updateOverConsole(taken, request, options)
      this.#run(attempt, { at: 'running', kind, ...installed })
    })
  }

  /** From ready to running, without writing anything. */
  async openConsole(): Promise<void> {
    const state = this.#state
    if (state.at !== 'ready') return
    const { kind, identity, board } = state
    const attempt = this.#attempt
    this.#move(attempt, { at: 'starting', kind, identity })
    await this.#guard(attempt, async () => {
      const link = await board.openConsole(this.#options(attempt))
      this.#run(attempt, { at: 'running', kind, identity, link })
    })
  }

  /**
   * From failed onwards, on the same board and without asking: an installation starts over (with
   * `change` applied), a lost console is opened again.
   */
  async retry(change: Partial<OnePassRequest> = {}): Promise<void> {
    if (this.#state.at !== 'failed') return
    const { kind, port, install, console, update } = this.#last
    if (update) return this.retryUpdate()
    await this.#connect(kind, { again: port })
    if (console) return this.openConsole()
    // What was agreed to for one board must not be written to another that was plugged in since.
    if (!install || identityOf(this.#state)?.mac !== install.mac) return
    await this.install({ ...install.request, ...change })
  }

  /** The same for an update of files alone, with `change` applied. */
  async retryUpdate(change: Partial<UpdateRequest> = {}): Promise<void> {
    const { kind, port, update } = this.#last
    if (this.#state.at !== 'failed' || !update) return
    const request = { ...update.request, ...change }
    if (update.mac === undefined) return this.updateOverConsole(request)
    await this.#connect(kind, { again: port })
    if (identityOf(this.#state)?.mac === update.mac) await this.update(request)
  }

  /** From failed to ready on the same board, where the erasing is to be agreed to. */
  async reconsider(erase: SecondThoughts['erase']): Promise<void> {
    if (this.#state.at !== 'failed') return
    const { kind, port } = this.#last
    await this.#connect(kind, { again: port }, { erase, before: this.lastRequest })
  }

  /** From failed to the console of the same board, whatever it says. */
  async retryConsole(): Promise<void> {
    if (this.#state.at !== 'failed') return
    await this.#connect(this.#last.kind, { again: this.#last.port })
    await this.openConsole()
  }

  /** Stops what is going on; the state follows as soon as the board has been let go. */
  cancel(): void {
    const state = this.#state
    if (state.at !== 'connecting' && state.at !== 'installing' && state.at !== 'starting') return
    const attempt = this.#attempt
    this.#state = { ...state, cancelling: true }
    attempt.cancel()
    // Whoever does not hear of a cancel must not keep the page waiting.
    void delay(cancelTimeoutMs).then(() => {
      if (this.#holds(attempt)) this.#finish(attempt, this.#interrupted())
    })
  }

  /** From ready, running or failed to disconnected. */
  async disconnect(): Promise<void> {
    this.cancel()
    this.#finish(this.#attempt, { at: 'disconnected' })
    await this.#released
  }

  async send(bytes: Uint8Array): Promise<void> {
    await this.#withLink((link) => link.write(bytes))
  }

  /** The reset button of the console. */
  async reset(): Promise<void> {
    await this.#withLink((link) => this.#services.hardReset(link))
  }

  async #withLink(use: (link: SerialLink) => Promise<void>): Promise<void> {
    const state = this.#state
    if (state.at !== 'running') return
    const attempt = this.#attempt
    try {
      await use(state.link)
    } catch (error) {
      this.#fail(attempt, asDeviceError(error, 'port-lost'))
    }
  }

  #begin(state: SessionState): Attempt {
    this.#finish(this.#attempt, state)
    this.#attempt = new Attempt()
    return this.#attempt
  }

  /** False for an attempt that is over: what it still brings must be let go of. */
  #holds = (attempt: Attempt): boolean => attempt === this.#attempt && !attempt.over

  #move(attempt: Attempt, state: SessionState): void {
    if (this.#holds(attempt)) this.#state = state
    else void attempt.end()
  }

  #run(attempt: Attempt, state: SessionState & { at: 'running' }): void {
    // The installation is done: what gets lost from here on is the console.
    this.#last = { kind: state.kind, port: this.#last.port, console: true }
    attempt.holds(() => state.link.close())
    void state.link.ended.then((error) => {
      if (error) this.#fail(attempt, asDeviceError(error, 'port-lost'))
    })
    this.#move(attempt, state)
  }

  #options = (attempt: Attempt): JobOptions => ({
    signal: attempt.signal,
    onProgress: (progress: Progress) => {
      if (this.#holds(attempt)) this.#state = withProgress(this.#state, progress)
    },
  })

  /** Runs a piece of work and turns its end, if it is not a success, into a state. */
  async #guard(attempt: Attempt, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!this.#holds(attempt)) return void attempt.end()
      if (isAbort(error)) return this.#finish(attempt, this.#interrupted())
      const failure = asDeviceError(error)
      if (failure.code !== 'no-port-selected') return this.#fail(attempt, failure)
      this.#finish(attempt, { at: 'disconnected', interruption: { why: 'nothing-chosen' } })
    }
  }

  #interrupted(): SessionState {
    const phase = phaseOf(this.#state)
    const update = updateOf(this.#state)
    return { at: 'disconnected', interruption: phase && { why: 'cancelled', phase, update } }
  }

  #fail(attempt: Attempt, error: DeviceError): void {
    const state = this.#state
    if (!this.#holds(attempt) || state.at === 'disconnected' || state.at === 'failed') return
    this.#finish(attempt, {
      at: 'failed',
      kind: state.kind,
      error,
      during: state.at,
      phase: phaseOf(state),
      update: updateOf(state),
      identity: identityOf(state),
      link: state.at === 'running' ? state.link : undefined,
    })
  }

  /** Ends an attempt; its port is free once `#released` resolves. */
  #finish(attempt: Attempt, state: SessionState): void {
    this.#state = state
    this.#released = Promise.all([this.#released, attempt.end()])
  }
}
