/**
 * The page's session with a board: everything that components may ask for. Each method does nothing in a
 * state in which it makes no sense; the operations themselves are in board-operations.ts. Knows neither the
 * DOM nor how a board is written.
 */
import type { WaitOptions } from '../async/deadline'
import type { BoardFilesystem } from '../provision/board-files/board-filesystem'
import type { Consent } from '../provision/plan/consent'
import type { InstallPlan } from '../provision/plan/plan'
import type { InstallRequest } from '../provision/request'
import type { UpdateRequest } from '../provision/request'
import type { BoardWifi, OpenWifiOptions } from '../provision/wifi/board-wifi'
import type { PortRequest } from '../serial/choose-port'
import { BoardOperations } from './board-operations'
import { repeatedInstall, repeatedUpdate } from './last-operation'
import type { SessionServices } from './session-services'
import {
  identityOf,
  isOver,
  type BoardKind,
  type RetryWithErase,
  type SessionState,
} from './session-state'
import { WifiDraft } from './wifi-draft.svelte'

export interface ConnectRequest extends PortRequest {
  /** The console of a board as it runs: nothing is reset. */
  asFound?: true
}

export class Session {
  /** What was typed for the next installation; forgotten when one succeeds. */
  readonly wifi = new WifiDraft()
  readonly #operations: BoardOperations
  #tried: readonly string[] = []

  /** @param presetFlashSize in bytes, for a flash whose chip does not report it */
  constructor(
    /** Also for a batch of boards, which goes its own way to them. */
    readonly services: SessionServices,
    presetFlashSize: () => number | undefined = () => undefined,
  ) {
    const onInstalled = () => {
      this.#tried = []
      this.wifi.clear()
    }
    this.#operations = new BoardOperations(services, { presetFlashSize, onInstalled })
  }

  get state(): SessionState {
    return this.#operations.machine.state
  }

  /** What was last installed, or was to be. */
  get lastRequest(): InstallRequest | undefined {
    return this.#operations.last.install?.request
  }

  /** The plan that Install was last pressed with; undefined if there was none, or it has succeeded. */
  get lastPlan(): InstallPlan | undefined {
    const consent = this.#operations.last.install?.consent
    return consent === 'nothing' ? undefined : consent
  }

  /** Labels of the remedies that were tried since the last success or the last new connection. */
  get tried(): readonly string[] {
    return this.#tried
  }

  /** Call it when a remedy is chosen: it is not offered again if it does not help. */
  noteTried(label: string): void {
    if (!this.#tried.includes(label)) this.#tried = [...this.#tried, label]
  }

  /**
   * From disconnected or failed to ready; with `asFound` to running. Closing the port picker leads back without a
   * failure.
   */
  async connect(kind: BoardKind, portRequest: ConnectRequest = {}): Promise<void> {
    if (this.state.at !== 'disconnected' && !isOver(this.state)) return
    this.#operations.last = { kind }
    this.#operations.flashSize = undefined
    this.#operations.access = portRequest.access
    this.#tried = []
    await (portRequest.asFound
      ? this.#operations.listen(portRequest)
      : this.#operations.connect(portRequest))
  }

  /**
   * From ready to running, by way of installing and starting; back to ready, with `changed` set, if the
   * board is not as it was, or more would be lost than `consent` names. Default: nobody is asked.
   */
  async install(request: InstallRequest, consent?: Consent): Promise<void> {
    if (this.state.at === 'ready') await this.#operations.install(this.state, request, consent)
  }

  /** From ready to running: only files, over the console. The firmware stays. */
  async update(request: UpdateRequest): Promise<void> {
    if (this.state.at === 'ready') await this.#operations.update(this.state, request)
  }

  /** From failed to running, for a board that runs but whose bootloader cannot be reached. */
  async updateOverConsole(request: UpdateRequest): Promise<void> {
    if (this.state.at === 'failed') await this.#operations.updateOverConsole(request)
  }

  /**
   * What can give the board that runs a network, until it is closed; `wifiOpen` in the state says so, and console
   * and reset button do nothing meanwhile. What ends the session closes it.
   * @throws DeviceError as `openWifi` in provision/wifi/; `port-busy` while the console is lent to others
   */
  openWifi(options: OpenWifiOptions): Promise<BoardWifi> {
    return this.#operations.openWifi(options)
  }

  /** From running or unplugged to ready on the same board: what is to be put on it is planned first. */
  async planAgain(): Promise<void> {
    const { at } = this.state
    if (at === 'running' || at === 'unplugged') await this.#operations.reconnect()
  }

  /** From ready to running, without writing anything. */
  async openConsole(): Promise<void> {
    if (this.state.at === 'ready') await this.#operations.openConsole(this.state)
  }

  /**
   * The board's files, from running over its console and from ready through the bootloader, until they are
   * closed; `filesOpen` in the state says so. While they are open, console and reset button do nothing.
   * What ends the session closes them, and a board that ran begins anew.
   * @throws DeviceError `repl-silent`: no MicroPython answers, and the board goes on as before; from ready
   *   what the bootloader throws, `filesystem-damaged` without a filesystem that can be read
   */
  openFiles(options: WaitOptions = {}): Promise<BoardFilesystem> {
    return this.#operations.openFiles(options)
  }

  /** Stops what is going on; the state follows as soon as the board has been released. */
  cancel(): void {
    this.#operations.machine.cancel()
  }

  /** From ready, running or failed to disconnected. */
  async disconnect(): Promise<void> {
    this.cancel()
    const { machine } = this.#operations
    machine.finish(machine.connection, { at: 'disconnected' })
    await machine.released
  }

  async send(bytes: Uint8Array): Promise<void> {
    await this.#operations.withLink((link) => link.write(bytes))
  }

  /** The reset button of the console. False if the bridge refuses: then only the board's own button helps. */
  reset(): Promise<boolean> {
    return this.#operations.reset()
  }

  /**
   * From failed or unplugged onwards on the same board, without asking anew: an installation starts over
   * (with `change` applied), a lost console is opened again.
   */
  async retry(change: Partial<InstallRequest> = {}): Promise<void> {
    if (!isOver(this.state)) return
    const { install, console, update, port } = this.#operations.last
    if (console === 'as-found') return this.#operations.listen({ previous: port })
    if (update) return this.retryUpdate()
    await this.#operations.reconnect()
    if (console) return this.openConsole()
    // What was agreed to for one board must not be written to another that was plugged in since.
    if (install && identityOf(this.state)?.mac === install.mac) {
      await this.install(repeatedInstall(install.request, change), install.consent)
    } else this.#tried = []
  }

  /** The same for an update of files alone, with `change` applied. */
  async retryUpdate(change: Partial<UpdateRequest> = {}): Promise<void> {
    const { update } = this.#operations.last
    if (this.state.at !== 'failed' || !update) return
    const request = repeatedUpdate(update.request, change)
    if (update.mac === undefined) return this.updateOverConsole(request)
    await this.#operations.reconnect()
    if (identityOf(this.state)?.mac === update.mac) await this.update(request)
  }

  /** From failed to ready on the same board, where the erasing is to be agreed to. */
  async retryErasing(erase: RetryWithErase['erase']): Promise<void> {
    if (this.state.at !== 'failed') return
    await this.#operations.reconnect({ erase, before: this.lastRequest })
  }

  /** From failed to the console of the same board, whatever it prints. */
  async retryConsole(): Promise<void> {
    if (this.state.at !== 'failed') return
    await this.#operations.reconnect()
    await this.openConsole()
  }

  /** From failed to ready on the same board, with the size of a flash whose chip does not report it. */
  async retryWithFlashSize(sizeBytes: number): Promise<void> {
    await this.#retryWithSize(sizeBytes)
  }

  /** From failed back to the question how large the flash is. */
  async chooseFlashSize(): Promise<void> {
    await this.#retryWithSize('ask')
  }

  async #retryWithSize(size: number | 'ask'): Promise<void> {
    if (this.state.at !== 'failed') return
    this.#operations.flashSize = size
    await this.#operations.reconnect()
  }

  /** From a failed update of files to ready, for an installation through the bootloader. */
  async installInstead(): Promise<void> {
    if (this.state.at !== 'failed') return
    this.#operations.last.update = undefined
    await this.#operations.reconnect()
  }
}
