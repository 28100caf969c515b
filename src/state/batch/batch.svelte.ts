/**
 * Many boards, one after another or side by side: every port that is plugged in and permitted is installed on, one
 * row a board, until it is stopped. What is done with one board is in batch-work.ts; the page's Session has no part
 * in it, and a port that it holds is not touched.
 */
import { asDeviceError } from '../../errors'
import type { KeyValueStore } from '../../presets/key-value-store'
import type { Preset } from '../../presets/schema'
import type { AppFile } from '../../provision/request'
import { choosePort } from '../../serial/choose-port'
import { ownerOf } from '../../serial/lease'
import type { SerialProvider } from '../../serial/provider'
import type { WifiFields } from '../wifi-draft.svelte'
import type { BoardPasswords } from '../board-passwords.svelte'
import { BatchFirmware } from './batch-firmware'
import { BatchList } from './batch-list.svelte'
import type { BatchRow } from './batch-row.svelte'
import type { BatchServices } from './batch-services'
import { BatchWork } from './batch-work'
import { PluggedPorts } from './plugged-ports'
import { Slots } from './slots'

/** Of a computer's USB and of its memory; the rest waits. */
export const mostAtOnce = 8

/** What is said to begin, beside what is stored. */
export interface BatchStart {
  preset: Preset
  /** In memory only; an empty name: each portal will ask. */
  wifi: WifiFields
  /** The firmware, where the preset wants a file of one's own. */
  file?: File
  ownApp?: AppFile[]
  /** Of boards of this kind, the same list as everywhere on the page. */
  passwords: BoardPasswords
}

export class Batch {
  readonly list: BatchList
  /** `ending`: no board is begun any more, those in work are finished. */
  #at = $state<'loading' | 'stopped' | 'running' | 'ending'>('loading')
  readonly #slots = new Slots(mostAtOnce)
  #provider: SerialProvider | undefined
  #ports: PluggedPorts | undefined
  #work: BatchWork | undefined

  constructor(
    readonly services: BatchServices,
    store: KeyValueStore,
  ) {
    this.list = new BatchList(services, store)
  }

  get at() {
    return this.#at
  }

  /** Boards that are being worked on, or wait for it. */
  readonly working = $derived.by(() => this.list.rows.filter((row) => row.isWorking).length)

  /** What was stored by an earlier visit. Never rejects. */
  async load(): Promise<void> {
    if (this.#at !== 'loading') return
    await this.list.read()
    this.#at = 'stopped'
  }

  /**
   * Takes the boards that are there, and each that is plugged in from now on. Rejects with what keeps it from ports:
   * web-serial-missing, board-unavailable, part-missing.
   */
  async start(start: BatchStart): Promise<void> {
    if (this.#at !== 'stopped') return
    this.#at = 'running'
    try {
      if (await this.list.takeTurn()) await this.#startWith(start)
      else this.#at = 'stopped'
    } catch (error) {
      this.stopAll()
      throw error
    }
  }

  /** The same boards and setup, after `ending`. */
  async goOn(): Promise<void> {
    if (this.#at !== 'ending') return
    this.#at = 'running'
    await this.#watch()
  }

  /** No board is begun from now on. Those in work go on to their end. */
  pause(): void {
    if (this.#at !== 'running') return
    this.#at = 'ending'
    this.#ports?.end()
    this.#ports = undefined
    this.#settle()
  }

  /** The same, and what is going on is stopped. */
  stopAll(): void {
    this.pause()
    for (const row of this.list.rows) if (row.isWorking) row.stop()
  }

  /** Opens the browser's list of ports: call it right after a click. @throws DeviceError as choosePort */
  async addPort(): Promise<void> {
    if (!this.#provider) return
    try {
      await choosePort(this.#provider, {})
    } catch (error) {
      if (asDeviceError(error).code !== 'no-port-selected') throw error
    }
    await this.#ports?.refresh()
  }

  /**
   * Once more on this board, also if it is ready or something would be lost that its row names; as soon as it is
   * plugged in, if it is not.
   */
  again(row: BatchRow): void {
    if (this.#at !== 'running' || row.isWorking) return
    row.agree()
    row.isAwaited = true
    const { port } = row
    if (port && this.#ports?.isPlugged(port)) this.#begin(row, port)
  }

  /** Takes back what `again` has asked for. */
  leaveAlone(row: BatchRow): void {
    row.isAwaited = false
    row.agreed = []
  }

  /** Boards that the page's session has let go of. */
  takeReleased(): void {
    for (const port of this.#ports?.all ?? []) if (!this.#rowAt(port)) this.#onPlug(port)
  }

  async #startWith({ preset, wifi, file, ownApp, passwords }: BatchStart): Promise<void> {
    const { services, list } = this
    await passwords.load()
    this.#provider = await services.provider()
    const firmware = new BatchFirmware(services.firmware, preset, services.kind, file)
    const wanted = { setup: list.setup, preset, firmware, wifi: { ...wifi }, ownApp, passwords }
    this.#work = new BatchWork(services, wanted, list)
    list.dismissUndo()
    // It may have been stopped meanwhile.
    if (this.#at === 'running') await this.#watch()
    else this.#settle()
  }

  async #watch(): Promise<void> {
    if (!this.#provider) return
    this.#ports = new PluggedPorts(this.#provider, {
      onPlug: (port) => this.#onPlug(port),
      onUnplug: (port) => this.#rowAt(port)?.unplugged(),
    })
    const ports = this.#ports
    await ports.refresh()
    // Pulled out while nobody looked.
    for (const row of this.list.rows) if (!row.port || !ports.isPlugged(row.port)) row.unplugged()
  }

  #onPlug(port: SerialPort): void {
    const same = this.#rowAt(port)
    // The page's own session has it.
    if (!same && ownerOf(port) !== undefined) return
    if (same) same.isPlugged = true
    // It is back before this page has let go of it.
    if (same?.isWorking) return void same.ended.then(() => this.#onPlugAgain(port))
    if (same?.isDone && !same.isAwaited) return
    const row = same ?? this.#unknownAwaited() ?? this.list.add()
    if (row) this.#begin(row, port)
  }

  #onPlugAgain(port: SerialPort): void {
    if (this.#ports?.isPlugged(port)) this.#onPlug(port)
  }

  /** Nobody can tell a board that never answered from another: a person has said that it comes now. */
  #unknownAwaited(): BatchRow | undefined {
    return this.list.rows.find((row) => row.isAwaited && !row.stored.mac && !row.isPlugged)
  }

  #rowAt(port: SerialPort): BatchRow | undefined {
    return this.list.rows.find((row) => row.port === port)
  }

  #begin(row: BatchRow, port: SerialPort): void {
    const work = this.#work
    if (!work) return
    row.now = { at: 'waiting' }
    const ended = work.install(row, port, this.#slots).then((last) => {
      if (!last.stored.result) this.list.drop(last)
      this.#settle()
    })
    row.endsWith(ended)
  }

  /** The last board is through, and no more are to come. */
  #settle(): void {
    if (this.#at !== 'ending' || this.working > 0) return
    this.#at = 'stopped'
    this.list.endTurn()
  }
}
