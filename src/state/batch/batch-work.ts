/** What a batch does with one board: its row, its name and number, its request, and what became of it. */
import { asDeviceError, DeviceError, isAbort } from '../../errors'
import type { BoardIdentity } from '../../esptool/identity'
import { flashSizeBytesOf } from '../../presets/flash-size'
import type { Preset } from '../../presets/schema'
import type { InstallPlan } from '../../provision/plan/plan'
import type { AppFile, InstallRequest } from '../../provision/request'
import type { BoardPasswords } from '../board-passwords.svelte'
import type { Connection } from '../connection'
import { installRequest } from '../install-request'
import { wantsOwnPassword } from '../portal-settings'
import type { WifiFields } from '../wifi-draft.svelte'
import type { BatchFirmware } from './batch-firmware'
import type { BatchRow } from './batch-row.svelte'
import type { BatchServices } from './batch-services'
import { workOn, type JobEnd } from './board-job'
import { areAgreed, ownersLosses, toldLosses } from './losses'
import { highestNumber, namesFor } from './name-pattern'
import type { Slots } from './slots'
import type { BatchSetup, LostThing, RowResult } from './stored-batch'

/** The same for all boards. */
export interface Wanted {
  setup: BatchSetup
  preset: Preset
  firmware: BatchFirmware
  wifi: WifiFields
  ownApp?: AppFile[]
  /** Of boards of this kind; loaded. */
  passwords: BoardPasswords
}

/** The list that the row is in. */
export interface RowsOfBatch {
  rowOf(mac: string): BatchRow | undefined
  takeNumber(): number
  /** The row was another one's board. */
  drop(row: BatchRow): void
  save(): Promise<void>
}

/** The row of a board, which is another than at first once the board has told who it is. */
interface Seat {
  row: BatchRow
}

export class BatchWork {
  constructor(
    private readonly services: BatchServices,
    private readonly wanted: Wanted,
    private readonly list: RowsOfBatch,
  ) {}

  /** Resolves with the row of the board, at rest; it has no result if there is nothing to tell. Never rejects. */
  async install(first: BatchRow, port: SerialPort, slots: Slots): Promise<BatchRow> {
    const seat: Seat = { row: first }
    try {
      const end = await first.work(port, (connection) =>
        slots.run(connection.signal, () => this.#treat(seat, port, connection)),
      )
      this.#ends(seat.row, end)
    } catch (error) {
      this.#fails(seat.row, error)
    }
    if (seat.row.stored.result) await this.list.save()
    return seat.row
  }

  #treat(seat: Seat, port: SerialPort, connection: Connection): Promise<JobEnd> {
    const { row } = seat
    row.now = { at: 'working' }
    const { flash } = this.wanted.preset
    return workOn(
      port,
      {
        connectBoard: this.services.connectBoard,
        flashSizeBytes: flashSizeBytesOf(flash.size),
        onProgress: (progress) => seat.row.report(progress),
        requestFor: (identity) => this.#requestFor(seat, identity, connection),
        lossesOf: (plan) => this.#lossesOf(seat.row, plan),
        onWrite: ({ portal }, { mac }) => this.#keepPassword(mac, portal.password),
      },
      connection,
    )
  }

  async #requestFor(
    seat: Seat,
    identity: BoardIdentity,
    connection: Connection,
  ): Promise<InstallRequest | undefined> {
    const row = await this.#claim(seat, identity.mac, connection)
    if (row.isDone && !row.isAwaited) return undefined
    const firmware = await this.wanted.firmware.of(identity)
    await this.#name(row, identity.mac)
    return this.#request(row, firmware, identity.mac)
  }

  /** The row of this MAC address, if it has one already. */
  async #claim(seat: Seat, mac: string, connection: Connection): Promise<BatchRow> {
    const { row } = seat
    const known = this.list.rowOf(mac)
    if (!known) row.stored = { ...row.stored, mac }
    if (!known || known === row) return row
    // It was pulled out and plugged in again before this page had let go of it.
    await known.ended
    connection.signal.throwIfAborted()
    known.takeOver(row, connection)
    row.rest()
    seat.row = known
    this.list.drop(row)
    return known
  }

  /** Its number is kept before it is used, so that it is given to no other board. */
  async #name(row: BatchRow, mac: string): Promise<void> {
    const number = row.stored.number ?? this.list.takeNumber()
    if (number > highestNumber) throw new DeviceError('preset-invalid', 'No number is left.')
    const { preset, setup } = this.wanted
    const { accessPoint, hostname } = namesFor(setup.pattern, number, mac)
    const result: RowResult = { is: 'unfinished', atMs: this.services.now() }
    const named = { mac, number, accessPoint, hostname, preset: preset.name, result }
    row.stored = { ...row.stored, ...named }
    await this.list.save()
  }

  #request({ stored }: BatchRow, firmware: Uint8Array<ArrayBuffer>, mac: string): InstallRequest {
    const { preset, setup, wifi, ownApp, passwords } = this.wanted
    const password = wantsOwnPassword(preset) ? passwords.ownOf(mac) : undefined
    const { accessPoint: accessPointName = '', hostname = '' } = stored
    const portal = { ...preset.portal, accessPointName, hostname }
    const choices = { owners: setup.others, wifi }
    const named = { ...preset, portal }
    const own = { app: ownApp, password }
    return installRequest(named, firmware, this.services.kind, choices, undefined, own)
  }

  #lossesOf({ agreed }: BatchRow, plan: InstallPlan): LostThing[] {
    if (this.wanted.setup.others === 'replace') return []
    const losses = ownersLosses(plan)
    // All are told once more, so that the next word covers all.
    return areAgreed(losses, agreed) ? [] : losses
  }

  #keepPassword(mac: string, password: string | undefined): void {
    const { passwords, preset } = this.wanted
    if (password) void passwords.keep(mac, password, wantsOwnPassword(preset))
  }

  #ends(row: BatchRow, end: JobEnd): void {
    const { mac } = row.stored
    const atMs = this.services.now()
    if (end.is === 'left') {
      row.rest()
      row.isRecognised = true
      return
    }
    row.isAwaited = false
    row.agreed = []
    if (end.is === 'untouched')
      return row.leaves(end.lost, { is: 'untouched', atMs, ...toldLosses(end.lost) })
    if (mac) void this.wanted.passwords.installed(mac, end.accessPointPassword)
    row.rest({ address: end.address, result: { is: 'done', atMs } })
  }

  #fails(row: BatchRow, error: unknown): void {
    const atMs = this.services.now()
    const { mac, result } = row.stored
    // It was only looked at, to see which board it is.
    if (row.isDone && !row.isAwaited) return row.rest()
    if (isAbort(error)) return row.rest(mac || result ? { result: { is: 'stopped', atMs } } : {})
    const { code, message } = asDeviceError(error)
    // Pulled out before it has said who it is: nothing was done, and nothing is known.
    if (code === 'port-lost' && !mac) return row.rest()
    row.isAwaited = false
    row.rest({ result: { is: 'failed', atMs, code, message: message.slice(0, 300) } })
  }
}
