/**
 * What a Session does with a board: each operation takes a port or goes on with the board that is ready,
 * and moves the state on to where it ends. Real and virtual boards take the same code. Whether an operation
 * may begin in the current state is decided in session.svelte.ts. Over 200 lines: they share one machine
 * and one memory of what was done last.
 */
import type { WaitOptions } from '../async/deadline'
import { asDeviceError } from '../errors'
import { nowOf, type BoardNow } from '../micropython/board-now'
import type { BoardWatcher } from '../micropython/board-watch'
import type { BoardFilesystem } from '../provision/board-files/board-filesystem'
import type { Consent } from '../provision/plan/consent'
import type { Installed } from '../provision/connected-board'
import { BoardChanged } from '../provision/job-errors'
import type { InstallRequest } from '../provision/request'
import type { UpdateRequest } from '../provision/request'
import type { BoardWifi, OpenWifiOptions } from '../provision/wifi/board-wifi'
import { choosePort, type PortRequest } from '../serial/choose-port'
import type { PortAccess } from '../serial/port-access'
import { areSignalsRefused } from '../serial/signals-refused'
import type { SerialLink } from '../serial/link'
import type { Connection } from './connection'
import { InstallProgressByBoard } from './install-progress'
import type { LastOperation } from './last-operation'
import { SessionMachine } from './session-machine.svelte'
import type { SessionServices } from './session-services'
import type { ReadyState, RetryWithErase, RunningState } from './session-state'

interface Hooks {
  /** In bytes, for a flash whose chip does not report its size. */
  presetFlashSize: () => number | undefined
  /** An installation or an update was completed. */
  onInstalled: () => void
}

export class BoardOperations {
  readonly machine = new SessionMachine()
  last: LastOperation = { kind: 'real' }
  /** For a flash whose chip does not report its size, in bytes; `ask`: the preset's size is not used either. */
  flashSize: number | 'ask' | undefined
  /** Through which interface of the browser; undefined: the one that it takes first. */
  access: PortAccess | undefined
  #watcher: BoardWatcher | undefined
  readonly #progress = new InstallProgressByBoard()

  constructor(
    private readonly services: SessionServices,
    private readonly hooks: Hooks,
  ) {}

  /** To ready, with a board of the kind of last time; before that, what was open is closed. */
  async connect(portRequest: PortRequest, retry?: RetryWithErase): Promise<void> {
    const { kind } = this.last
    const connection = this.machine.begin({ at: 'connecting', kind })
    await this.machine.guard(connection, async () => {
      const port = await this.#takePort(connection, portRequest)
      const options = { ...this.machine.options(connection), flashSizeBytes: this.#assumedSize() }
      const board = await this.services.connectBoard(port, options)
      connection.onEnd(() => board.release())
      this.machine.move(connection, { at: 'ready', kind, identity: board.identity, board, retry })
    })
  }

  /** The same with the port of last time, if it is still there. */
  reconnect(retry?: RetryWithErase): Promise<void> {
    return this.connect({ previous: this.last.port }, retry)
  }

  #assumedSize(): number | undefined {
    return this.flashSize === 'ask' ? undefined : (this.flashSize ?? this.hooks.presetFlashSize())
  }

  async #takePort(connection: Connection, portRequest: PortRequest): Promise<SerialPort> {
    // The picker must open while the click still counts, so it comes before any waiting.
    const provider = await this.services.provider(this.last.kind, this.access)
    const port = await choosePort(provider, portRequest)
    this.last.port = port
    connection.watch(port, (error) => this.machine.fail(connection, error))
    await this.machine.released
    connection.signal.throwIfAborted()
    return port
  }

  /** To running by way of installing and starting; to ready with `changed` set if the plan does not hold. */
  async install(ready: ReadyState, request: InstallRequest, consent?: Consent): Promise<void> {
    const { kind, identity, board } = ready
    const { connection } = this.machine
    const { mac } = identity
    this.last = { kind, port: this.last.port, install: { request, mac, consent } }
    this.machine.move(connection, { at: 'installing', kind, identity })
    await this.machine.guard(connection, async () => {
      const options = this.#progress.recording(mac, this.machine.options(connection))
      try {
        const installed = await board.install(request, { ...options, consent })
        this.#progress.completed(mac)
        this.#run(connection, { at: 'running', kind, identity, ...withNow(installed) })
      } catch (error) {
        if (!(error instanceof BoardChanged) || error.isAnother || !consent) throw error
        this.machine.move(connection, { ...ready, changed: { consent } })
      }
    })
  }

  /** To running: only files, over the console of a board that its bootloader has identified. */
  async update({ kind, identity, board }: ReadyState, request: UpdateRequest): Promise<void> {
    const { connection } = this.machine
    const { mac } = identity
    this.last = { kind, port: this.last.port, update: { request, mac } }
    this.machine.move(connection, { at: 'starting', kind, identity, update: 'board' })
    await this.machine.guard(connection, async () => {
      const options = this.#progress.recording(mac, this.machine.options(connection), 'board')
      const installed = await board.update(request, options)
      this.#progress.completed(mac, 'board')
      this.#run(connection, { at: 'running', kind, identity, ...withNow(installed) })
    })
  }

  /** To running: only files, of a board that runs and whose bootloader cannot be reached. */
  async updateOverConsole(request: UpdateRequest): Promise<void> {
    const { kind, port } = this.last
    this.last = { kind, port, update: { request } }
    const connection = this.machine.begin({ at: 'connecting', kind })
    await this.machine.guard(connection, async () => {
      const taken = await this.#takePort(connection, { previous: port })
      this.machine.move(connection, { at: 'starting', kind, update: 'console' })
      const options = this.machine.options(connection)
      const installed = await this.services.updateOverConsole(taken, request, options)
      this.#run(connection, { at: 'running', kind, ...withNow(installed) })
    })
  }

  /** To running, of a board as it runs: without a reset, and so without knowing which one it is. */
  async listen(portRequest: PortRequest): Promise<void> {
    const { kind } = this.last
    const connection = this.machine.begin({ at: 'connecting', kind })
    await this.machine.guard(connection, async () => {
      const port = await this.#takePort(connection, portRequest)
      const link = await this.services.listen(port, this.machine.options(connection))
      const now: BoardNow = { is: 'quiet' }
      this.#run(connection, { at: 'running', kind, link, now, isAsFound: true })
    })
  }

  /** To running, without writing anything. */
  async openConsole({ kind, identity, board }: ReadyState): Promise<void> {
    const { connection } = this.machine
    this.machine.move(connection, { at: 'starting', kind, identity })
    await this.machine.guard(connection, async () => {
      const link = await board.openConsole(this.machine.options(connection))
      const installProgress = this.#progress.of(identity.mac)
      const now: BoardNow = { is: 'quiet' }
      this.#run(connection, { at: 'running', kind, identity, link, now, installProgress })
    })
  }

  async openFiles(options: WaitOptions): Promise<BoardFilesystem> {
    const { openFiles } = await import('./open-files')
    return openFiles(this.machine, { ...options, onRestart: () => this.#watcher?.restarted() })
  }

  async openWifi(options: OpenWifiOptions): Promise<BoardWifi> {
    const { openWifi } = await import('./open-wifi')
    const onRestart = () => this.#watcher?.restarted()
    const onChoice = () => this.#watcher?.chosen()
    return openWifi(this.machine, this.services, { ...options, onRestart }, onChoice)
  }

  /** Resets the board. @returns false if the bridge does not move DTR and RTS */
  async reset(): Promise<boolean> {
    let refused = false
    await this.withLink(async (link) => {
      await this.services.hardReset(link).catch((error: unknown) => {
        if (!areSignalsRefused(error)) throw error
        refused = true
      })
      if (!refused) this.#watcher?.restarted()
    })
    return !refused
  }

  /** Runs `use` with the link of a running board; where that fails, the session fails. */
  async withLink(use: (link: SerialLink) => Promise<void>): Promise<void> {
    const { state, connection } = this.machine
    if (state.at !== 'running' || state.filesOpen || state.wifiOpen) return
    try {
      await use(state.link)
    } catch (error) {
      this.machine.fail(connection, asDeviceError(error, 'port-lost'))
    }
  }

  #run(connection: Connection, state: RunningState): void {
    if (state.report) this.hooks.onInstalled()
    // From here on a failure concerns the console, not the installation.
    this.last = {
      kind: state.kind,
      port: this.last.port,
      console: state.isAsFound ? 'as-found' : 'open',
    }
    this.machine.run(connection, state)
    void this.#watch(connection, state)
  }

  /** If the watcher cannot be loaded, the page keeps showing what the installation ended with. */
  async #watch(connection: Connection, { link, now }: RunningState): Promise<void> {
    this.#watcher = undefined
    const onChange = (next: BoardNow) => this.machine.note(connection, { now: next })
    const watcher = await this.services.watchBoard?.(link, now, onChange).catch(() => undefined)
    // One of an earlier connection may come late: it must not replace this one's.
    if (connection === this.machine.connection) this.#watcher = watcher
  }
}

const withNow = (installed: Installed) => ({ ...installed, now: nowOf(installed.report) })
