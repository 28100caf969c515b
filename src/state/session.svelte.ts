/**
 * The page's one hold on a board: the verbs that lead from one state to the next. Real and virtual
 * boards take exactly the same way. Knows neither the DOM nor how a board is written.
 */
import { asDeviceError } from '../errors'
import type { Agreed } from '../provision/agreement'
import type { OnePassRequest } from '../provision/one-pass-request'
import { BoardChanged } from '../provision/same-state'
import type { UpdateRequest } from '../provision/update-request'
import type { SerialLink } from '../serial/link'
import type { Attempt } from './attempt'
import { choosePort, type PortWish } from './choose-port'
import { Hold } from './hold.svelte'
import { SecondTry } from './second-try'
import type { Last, SessionServices } from './session-services'
import type { BoardKind, SecondThoughts, SessionState } from './session-state'

export class Session {
  #hold = new Hold()
  #services: SessionServices
  #last: Last = { kind: 'real' }
  /** What leads on from a failure. */
  readonly again: SecondTry

  constructor(services: SessionServices) {
    this.#services = services
    this.again = new SecondTry(this, {
      last: () => this.#last,
      connect: (kind, wish, second) => this.#connect(kind, wish, second),
    })
  }

  get state(): SessionState {
    return this.#hold.state
  }

  /** What was last installed, or was to be. */
  get lastRequest(): OnePassRequest | undefined {
    return this.#last.install?.request
  }

  /** From disconnected or failed to ready. A closed list of ports leads back without a failure. */
  async connect(kind: BoardKind, wish: PortWish = {}): Promise<void> {
    if (this.state.at !== 'disconnected' && this.state.at !== 'failed') return
    this.#last = { kind }
    await this.#connect(kind, wish)
  }

  async #connect(kind: BoardKind, wish: PortWish, second?: SecondThoughts): Promise<void> {
    const attempt = this.#hold.begin({ at: 'connecting', kind })
    await this.#hold.guard(attempt, async () => {
      const port = await this.#takePort(attempt, kind, wish)
      const board = await this.#services.connectBoard(port, this.#hold.options(attempt))
      attempt.holds(() => board.release())
      this.#hold.move(attempt, { at: 'ready', kind, identity: board.identity, board, second })
    })
  }

  async #takePort(attempt: Attempt, kind: BoardKind, wish: PortWish): Promise<SerialPort> {
    // The list of ports must open while the click still counts, so it comes before any waiting.
    const provider = await this.#services.provider(kind)
    const port = await choosePort(provider, wish)
    this.#last.port = port
    attempt.watch(port, (error) => this.#hold.fail(attempt, error))
    await this.#hold.released
    attempt.signal.throwIfAborted()
    return port
  }

  /**
   * From ready to running, by way of installing and starting; back to ready, with `changed` set, if the
   * board is not as it was, or more would be lost than `agreed` names. Default: nobody is asked.
   */
  async install(request: OnePassRequest, agreed?: Agreed): Promise<void> {
    const state = this.state
    if (state.at !== 'ready') return
    const { kind, identity, board, second } = state
    const attempt = this.#hold.attempt
    const { port } = this.#last
    this.#last = { kind, port, install: { request, mac: identity.mac, agreed } }
    this.#hold.move(attempt, { at: 'installing', kind, identity })
    await this.#hold.guard(attempt, async () => {
      try {
        const installed = await board.install(request, { ...this.#hold.options(attempt), agreed })
        this.#run(attempt, { at: 'running', kind, identity, ...installed })
      } catch (error) {
        if (!(error instanceof BoardChanged) || error.isAnother || !agreed) throw error
        this.#hold.move(attempt, {
          at: 'ready',
          kind,
          identity,
          board,
          second,
          changed: { agreed },
        })
      }
    })
  }

  /** From ready to running: only files, over the console. The firmware stays. */
  async update(request: UpdateRequest): Promise<void> {
    const state = this.state
    if (state.at !== 'ready') return
    const { kind, identity, board } = state
    const attempt = this.#hold.attempt
    this.#last = { kind, port: this.#last.port, update: { request, mac: identity.mac } }
    this.#hold.move(attempt, { at: 'starting', kind, identity, update: 'board' })
    await this.#hold.guard(attempt, async () => {
      const installed = await board.update(request, this.#hold.options(attempt))
      this.#run(attempt, { at: 'running', kind, identity, ...installed })
    })
  }

  /** From failed to running, for a board that runs but whose bootloader cannot be reached. */
  async updateOverConsole(request: UpdateRequest): Promise<void> {
    if (this.state.at !== 'failed') return
    const { kind, port } = this.#last
    this.#last = { kind, port, update: { request } }
    const attempt = this.#hold.begin({ at: 'connecting', kind })
    await this.#hold.guard(attempt, async () => {
      const taken = await this.#takePort(attempt, kind, { again: port })
      this.#hold.move(attempt, { at: 'starting', kind, update: 'console' })
      const options = this.#hold.options(attempt)
      const installed = await this.#services.updateOverConsole(taken, request, options)
      this.#run(attempt, { at: 'running', kind, ...installed })
    })
  }

  /** From ready to running, without writing anything. */
  async openConsole(): Promise<void> {
    const state = this.state
    if (state.at !== 'ready') return
    const { kind, identity, board } = state
    const attempt = this.#hold.attempt
    this.#hold.move(attempt, { at: 'starting', kind, identity })
    await this.#hold.guard(attempt, async () => {
      const link = await board.openConsole(this.#hold.options(attempt))
      this.#run(attempt, { at: 'running', kind, identity, link })
    })
  }

  /** Stops what is going on; the state follows as soon as the board has been let go. */
  cancel(): void {
    this.#hold.cancel()
  }

  /** From ready, running or failed to disconnected. */
  async disconnect(): Promise<void> {
    this.cancel()
    this.#hold.finish(this.#hold.attempt, { at: 'disconnected' })
    await this.#hold.released
  }

  async send(bytes: Uint8Array): Promise<void> {
    await this.#withLink((link) => link.write(bytes))
  }

  /** The reset button of the console. */
  async reset(): Promise<void> {
    await this.#withLink((link) => this.#services.hardReset(link))
  }

  async #withLink(use: (link: SerialLink) => Promise<void>): Promise<void> {
    const state = this.state
    if (state.at !== 'running') return
    const attempt = this.#hold.attempt
    try {
      await use(state.link)
    } catch (error) {
      this.#hold.fail(attempt, asDeviceError(error, 'port-lost'))
    }
  }

  #run(attempt: Attempt, state: SessionState & { at: 'running' }): void {
    // The installation is done: what gets lost from here on is the console.
    this.#last = { kind: state.kind, port: this.#last.port, console: true }
    this.#hold.run(attempt, state)
  }
}
