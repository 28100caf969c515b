/**
 * The rows of a batch, its setup and its numbers, as they are stored: changed by one tab at a time. What was taken
 * out of the list can be brought back until something else is taken out. Knows nothing of ports.
 */
import { Mutex } from '../../async/mutex'
import type { KeyValueStore } from '../../presets/key-value-store'
import { BatchRow } from './batch-row.svelte'
import type { BatchServices } from './batch-services'
import { BatchStore } from './batch-store'
import { highestNumber } from './name-pattern'
import {
  firstSetup,
  mostRows,
  noNumber,
  storableSetup,
  type BatchSetup,
  type StoredBatch,
  type StoredRow,
} from './stored-batch'

export type BatchProblem =
  /** Another tab of this page works on it. */
  | 'other-tab'
  /** The browser does not keep the list: it lasts until the page is closed. */
  | 'not-stored'
  /** There are as many rows as can be. */
  | 'full'

export class BatchList {
  #rows = $state.raw<readonly BatchRow[]>([])
  #setup = $state.raw<BatchSetup>(firstSetup())
  #problem = $state<BatchProblem>()
  /** As it was before something was taken out. */
  #before = $state.raw<StoredBatch>()
  #next = $state(0)
  #endTurn: (() => void) | undefined
  /** Boards are worked on, or are going to be: other changes leave the turn to them. */
  #isKept = false
  /** Takes and gives back the turn; all that reads, changes and stores the list goes through it. */
  readonly #turns = new Mutex()
  readonly #store: BatchStore

  constructor(
    private readonly services: Pick<BatchServices, 'kind' | 'takeTurn'>,
    store: KeyValueStore,
  ) {
    this.#store = new BatchStore(store, services.kind)
  }

  /** In the order in which the boards came. */
  get rows(): readonly BatchRow[] {
    return this.#rows
  }

  get setup(): BatchSetup {
    return this.#setup
  }

  get problem(): BatchProblem | undefined {
    return this.#problem
  }

  /** How many rows can be brought back. */
  get undoable(): number {
    return (this.#before?.rows ?? []).filter(({ id }) => !this.#has(id)).length
  }

  /** The next board's, if the list goes on with this setup; above `highestNumber` if none is left. */
  nextNumber(): number {
    return Math.max(storableSetup(this.#setup).start, this.#next)
  }

  takeNumber(): number {
    const number = this.nextNumber()
    this.#next = Math.min(number + 1, noNumber)
    return number
  }

  rowOf(mac: string): BatchRow | undefined {
    return this.#rows.find((row) => row.stored.mac === mac)
  }

  /** What an earlier visit has stored; where that cannot be read, nothing can be kept either. Never rejects. */
  async read(): Promise<void> {
    const known = this.#rows
    // It knows where its board is plugged in.
    const rowOf = (stored: StoredRow) => {
      const row = known.find((one) => one.stored.id === stored.id)
      if (row) row.stored = stored
      return row ?? new BatchRow(stored)
    }
    try {
      const { setup, next, rows } = await this.#store.load()
      this.#setup = setup
      this.#next = next
      this.#rows = rows.map(rowOf)
      this.#catchUp()
    } catch {
      this.#problem = 'not-stored'
    }
  }

  /** Where the browser keeps nothing, that is said, and the list goes on without. Never rejects. */
  async save(): Promise<void> {
    await this.#store.save(this.#stored()).catch(() => (this.#problem = 'not-stored'))
  }

  /** Until `endTurn`. @returns false while another tab works on the list */
  async takeTurn(): Promise<boolean> {
    this.#isKept = true
    return this.#turns.run(async () => {
      const isOurs = await this.#take()
      if (!isOurs) this.#isKept = false
      return isOurs
    })
  }

  /** Also of a turn that is only being taken. A change that is not stored yet is stored first. */
  endTurn(): void {
    this.#isKept = false
    void this.#turns.run(async () => this.#giveBack())
  }

  async #take(): Promise<boolean> {
    this.#endTurn ??= await this.services.takeTurn()
    if (!this.#endTurn) {
      this.#problem = 'other-tab'
      return false
    }
    if (this.#problem === 'not-stored') return true
    this.#problem = undefined
    const { setup } = this
    // Another tab may have gone on with it meanwhile.
    await this.read()
    this.#setup = setup
    return true
  }

  #giveBack(): void {
    if (this.#isKept) return
    this.#endTurn?.()
    this.#endTurn = undefined
    this.#catchUp()
  }

  /** While nothing goes on, the first number is the one that the next board gets, unless it is being typed. */
  #catchUp(): void {
    if (Number.isNaN(this.#setup.start)) return
    this.change({ start: this.nextNumber() })
  }

  /** Stored with the next board. */
  change(setup: Partial<BatchSetup>): void {
    this.#setup = { ...this.#setup, ...setup }
  }

  /** A row at the end; undefined if the list is full. */
  add(): BatchRow | undefined {
    if (this.#rows.length >= mostRows) {
      this.#problem = 'full'
      return undefined
    }
    const row = new BatchRow({ id: crypto.randomUUID() })
    this.#rows = [...this.#rows, row]
    return row
  }

  /** Of a row that was another's board, or of which nothing is known. */
  drop(row: BatchRow): void {
    this.#rows = this.#rows.filter((other) => other !== row)
  }

  async remove(row: BatchRow): Promise<void> {
    await this.#inTurn(() => {
      if (row.isWorking) return
      this.#before = this.#stored()
      this.#rows = this.#rows.filter(({ stored }) => stored.id !== row.stored.id)
    })
  }

  /**
   * Numbers go on where they were; after the highest, somebody has to choose another start. Only while no board is
   * worked on.
   */
  async clear(): Promise<void> {
    await this.#inTurn(() => {
      if (this.#isKept) return
      this.#before = this.#stored()
      this.#setup = { ...this.#setup, start: Math.min(this.nextNumber(), highestNumber) }
      this.#rows = []
      this.#next = 0
    })
  }

  async undo(): Promise<void> {
    await this.#inTurn(() => {
      const before = this.#before
      if (!before) return
      this.#before = undefined
      const known = this.#rows
      const back = before.rows.filter(({ id }) => !this.#has(id)).map((row) => new BatchRow(row))
      this.#rows = [...back, ...known].slice(0, mostRows)
      this.#next = Math.max(this.#next, before.next)
      if (known.length === 0) this.#setup = before.setup
    })
  }

  dismissUndo(): void {
    this.#before = undefined
  }

  async #inTurn(change: () => void): Promise<void> {
    await this.#turns.run(async () => {
      if (!this.#endTurn && !(await this.#take())) return
      change()
      await this.save()
      this.#giveBack()
    })
  }

  #has = (id: string): boolean => this.#rows.some(({ stored }) => stored.id === id)

  #stored(): StoredBatch {
    const rows = this.#rows.flatMap(({ stored }) => {
      const { result } = stored
      return result ? [{ ...stored, result }] : []
    })
    return { setup: storableSetup(this.#setup), next: this.#next, rows }
  }
}
