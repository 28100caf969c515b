/**
 * The page's one hold on a board: the verbs that lead from one state to the next. Real and virtual
 * boards take exactly the same way. Knows neither the DOM nor how a board is written.
 */
import { asDeviceError } from '../errors'
import { nowOf, type BoardNow } from '../micropython/board-now'
import type { BoardWatcher } from '../micropython/board-watch'
import type { Agreed } from '../provision/plan/agreement'
import type { Installed } from '../provision/job'
import type { OnePassRequest } from '../provision/one-pass-request'
import { BoardChanged } from '../provision/job-errors'
import type { UpdateRequest } from '../provision/update/update-request'
import type { SerialLink } from '../serial/link'
import { areLinesRefused } from '../serial/lines-refused'
import { choosePort, type PortRequest } from '../serial/choose-port'
import type { Connection } from './connection'
import { SessionMachine } from './session-machine.svelte'
import { InstallProgressByBoard } from './install-progress'
import { SecondTry } from './second-try'
import type { Last, SessionServices } from './session-services'
import { isOver, type BoardKind, type RetryWithErase, type SessionState } from './session-state'

export class Session {
  #machine = new SessionMachine()
  #services: SessionServices
  #last: Last = { kind: 'real' }
  /** For a flash whose chip does not tell its size; `ask`: not even what the preset says. */
  #flashSize: number | 'ask' | undefined
  #watcher: BoardWatcher | undefined
  readonly #progress = new InstallProgressByBoard()
  /** What leads on from a failure. */
  readonly again: SecondTry

  /** @param presetFlashSize in bytes, for a flash whose chip does not tell it */
  constructor(
    services: SessionServices,
    private readonly presetFlashSize: () => number | undefined = () => undefined,
  ) {
    this.#services = services
    this.again = new SecondTry(this, {
      last: () => this.#last,
      connect: (kind, portRequest, second) => this.#connect(kind, portRequest, second),
      assumeFlashSize: (size) => (this.#flashSize = size),
    })
  }

  get state(): SessionState {
    return this.#machine.state
  }

  /** What was last installed, or was to be. */
  get lastRequest(): OnePassRequest | undefined {
    return this.#last.install?.request
  }

  /** From disconnected or failed to ready. A closed list of ports leads back without a failure. */
  async connect(kind: BoardKind, portRequest: PortRequest = {}): Promise<void> {
    if (this.state.at !== 'disconnected' && !isOver(this.state)) return
    this.#last = { kind }
    this.#flashSize = undefined
    this.again.forgetTried()
    await this.#connect(kind, portRequest)
  }

  async #connect(
    kind: BoardKind,
    portRequest: PortRequest,
    second?: RetryWithErase,
  ): Promise<void> {
    const connection = this.#machine.begin({ at: 'connecting', kind })
    await this.#machine.guard(connection, async () => {
      const port = await this.#takePort(connection, kind, portRequest)
      const flashSizeBytes = this.#assumedFlashSize()
      const options = { ...this.#machine.options(connection), flashSizeBytes }
      const board = await this.#services.connectBoard(port, options)
      connection.onEnd(() => board.release())
      this.#machine.move(connection, { at: 'ready', kind, identity: board.identity, board, second })
    })
  }

  #assumedFlashSize(): number | undefined {
    return this.#flashSize === 'ask' ? undefined : (this.#flashSize ?? this.presetFlashSize())
  }

  async #takePort(
    connection: Connection,
    kind: BoardKind,
    portRequest: PortRequest,
  ): Promise<SerialPort> {
    // The list of ports must open while the click still counts, so it comes before any waiting.
    const provider = await this.#services.provider(kind)
    const port = await choosePort(provider, portRequest)
    this.#last.port = port
    connection.watch(port, (error) => this.#machine.fail(connection, error))
    await this.#machine.released
    connection.signal.throwIfAborted()
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
    const connection = this.#machine.connection
    const { port } = this.#last
    this.#last = { kind, port, install: { request, mac: identity.mac, agreed } }
    this.#machine.move(connection, { at: 'installing', kind, identity })
    await this.#machine.guard(connection, async () => {
      const options = this.#progress.recording(identity.mac, this.#machine.options(connection))
      try {
        const installed = await board.install(request, { ...options, agreed })
        this.#progress.completed(identity.mac)
        this.#run(connection, { at: 'running', kind, identity, ...withNow(installed) })
      } catch (error) {
        if (!(error instanceof BoardChanged) || error.isAnother || !agreed) throw error
        this.#machine.move(connection, {
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
    const connection = this.#machine.connection
    this.#last = { kind, port: this.#last.port, update: { request, mac: identity.mac } }
    this.#machine.move(connection, { at: 'starting', kind, identity, update: 'board' })
    await this.#machine.guard(connection, async () => {
      const installed = await board.update(
        request,
        this.#progress.recording(identity.mac, this.#machine.options(connection), 'board'),
      )
      this.#progress.completed(identity.mac, 'board')
      this.#run(connection, { at: 'running', kind, identity, ...withNow(installed) })
    })
  }

  /** From failed to running, for a board that runs but whose bootloader cannot be reached. */
  async updateOverConsole(request: UpdateRequest): Promise<void> {
    if (this.state.at !== 'failed') return
    const { kind, port } = this.#last
    this.#last = { kind, port, update: { request } }
    const connection = this.#machine.begin({ at: 'connecting', kind })
    await this.#machine.guard(connection, async () => {
      const taken = await this.#takePort(connection, kind, { previous: port })
      this.#machine.move(connection, { at: 'starting', kind, update: 'console' })
      const options = this.#machine.options(connection)
      const installed = await this.#services.updateOverConsole(taken, request, options)
      this.#run(connection, { at: 'running', kind, ...withNow(installed) })
    })
  }

  /** From ready to running, without writing anything. */
  async openConsole(): Promise<void> {
    const state = this.state
    if (state.at !== 'ready') return
    const { kind, identity, board } = state
    const connection = this.#machine.connection
    this.#machine.move(connection, { at: 'starting', kind, identity })
    await this.#machine.guard(connection, async () => {
      const link = await board.openConsole(this.#machine.options(connection))
      const installProgress = this.#progress.of(identity.mac)
      this.#run(connection, {
        at: 'running',
        kind,
        identity,
        link,
        now: { is: 'quiet' },
        installProgress,
      })
    })
  }

  /** Stops what is going on; the state follows as soon as the board has been let go. */
  cancel(): void {
    this.#machine.cancel()
  }

  /** From ready, running or failed to disconnected. */
  async disconnect(): Promise<void> {
    this.cancel()
    this.#machine.finish(this.#machine.connection, { at: 'disconnected' })
    await this.#machine.released
  }

  async send(bytes: Uint8Array): Promise<void> {
    await this.#withLink((link) => link.write(bytes))
  }

  /** The reset button of the console. False if the bridge refuses: then only the board's own button helps. */
  async reset(): Promise<boolean> {
    let refused = false
    await this.#withLink(async (link) => {
      await this.#services.hardReset(link).catch((error: unknown) => {
        if (!areLinesRefused(error)) throw error
        refused = true
      })
      if (!refused) this.#watcher?.restarted()
    })
    return !refused
  }

  async #withLink(use: (link: SerialLink) => Promise<void>): Promise<void> {
    const state = this.state
    if (state.at !== 'running') return
    const connection = this.#machine.connection
    try {
      await use(state.link)
    } catch (error) {
      this.#machine.fail(connection, asDeviceError(error, 'port-lost'))
    }
  }

  #run(connection: Connection, state: SessionState & { at: 'running' }): void {
    if (state.report) this.again.forgetTried()
    // The installation is done: what gets lost from here on is the console.
    this.#last = { kind: state.kind, port: this.#last.port, console: true }
    this.#machine.run(connection, state)
    void this.#watch(connection, state)
  }

  /** Where the watcher cannot be loaded, the page says what the installation has ended with. */
  async #watch(
    connection: Connection,
    { link, now }: SessionState & { at: 'running' },
  ): Promise<void> {
    this.#watcher = undefined
    const see = (next: BoardNow) => this.#machine.see(connection, next)
    const watcher = await this.#services.watchBoard?.(link, now, see).catch(() => undefined)
    // An earlier run's, which came late, must not take the place of this one's.
    if (connection === this.#machine.connection) this.#watcher = watcher
  }
}

const withNow = (installed: Installed) => ({ ...installed, now: nowOf(installed.report) })
