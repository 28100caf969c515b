/** Who may change a list when, and which numbers it gives. */
import { expect, it } from 'vitest'
import { memoryStore, type KeyValueStore } from '../../../../src/presets/key-value-store'
import { BatchList } from '../../../../src/state/batch/batch-list.svelte'
import type { BatchRow } from '../../../../src/state/batch/batch-row.svelte'
import { highestNumber } from '../../../../src/state/batch/name-pattern'
import { takeTurn } from '../../../../src/state/batch/only-tab'

/** As the browser's: free again in a later microtask. */
function fakeLocks(): Pick<LockManager, 'request'> {
  let isHeld = false
  const request = async (
    _name: string,
    _options: unknown,
    granted: (lock: object | null) => unknown,
  ) => {
    await null
    if (isHeld) return granted(null)
    isHeld = true
    try {
      return await granted({})
    } finally {
      isHeld = false
    }
  }
  return { request } as Pick<LockManager, 'request'>
}

async function rig(store: KeyValueStore = memoryStore(), rows = 0) {
  const locks = fakeLocks()
  const turn = () => takeTurn('batch', locks as LockManager)
  const listOf = () => new BatchList({ kind: 'virtual', takeTurn: turn }, store)
  const list = listOf()
  await list.read()
  const made = Array.from({ length: rows }, () => done(list))
  await list.save()
  /** The list as another visit reads it. */
  const read = async () => {
    const other = listOf()
    await other.read()
    return other
  }
  return { list, rows: made, turn, read }
}

function done(list: BatchList): BatchRow {
  const row = list.add()!
  row.stored = { ...row.stored, number: list.takeNumber(), result: { is: 'done', atMs: 1 } }
  return row
}

/** Its transactions end when `goOn` is called. */
function slowStore() {
  const inner = memoryStore()
  let isSlow = false
  const waiting: (() => void)[] = []
  const store: KeyValueStore = {
    transact: async (work) => {
      if (isSlow) await new Promise<void>((resolve) => waiting.push(resolve))
      return inner.transact(work)
    },
  }
  const slow = () => (isSlow = true)
  const goOn = () => {
    isSlow = false
    for (const one of waiting) one()
  }
  return { store, slow, goOn }
}

it('two removals at once both happen, and give the turn back', async () => {
  const { list, rows, turn, read } = await rig(undefined, 3)
  await Promise.all([list.remove(rows[0]!), list.remove(rows[1]!)])
  expect([list.rows, list.problem]).toMatchObject([[rows[2]], undefined])
  expect((await read()).rows).toHaveLength(1)
  expect(await turn()).toBeDefined()
})

it('a removal that is not stored yet leaves the turn to the boards that are started', async () => {
  const { store, slow, goOn } = slowStore()
  const { list, rows, turn, read } = await rig(store, 2)
  slow()
  const removal = list.remove(rows[0]!)
  const start = list.takeTurn()
  goOn()
  await removal
  expect(await start).toBe(true)
  expect(await turn()).toBeUndefined()
  expect((await read()).rows).toHaveLength(1)
  list.endTurn()
  await list.remove(rows[1]!)
  expect(await turn()).toBeDefined()
})

it('a turn that is given back while it is being taken is free', async () => {
  const { list, turn } = await rig()
  const taking = list.takeTurn()
  list.endTurn()
  await taking
  await list.clear()
  expect(await turn()).toBeDefined()
})

it('is not cleared and loses no board in work, once boards are started', async () => {
  const { list, rows } = await rig(undefined, 2)
  await list.takeTurn()
  rows[0]!.now = { at: 'waiting' }
  await Promise.all([list.clear(), list.remove(rows[0]!)])
  expect(list.rows).toHaveLength(2)
})

it('the highest number is given once, and the list can be read and cleared after it', async () => {
  const { list, read } = await rig()
  list.change({ start: highestNumber })
  const row = done(list)
  expect(row.stored.number).toBe(highestNumber)
  expect(list.takeNumber()).toBeGreaterThan(highestNumber)
  await list.save()
  const other = await read()
  expect(other.rows).toHaveLength(1)
  expect(other.takeNumber()).toBeGreaterThan(highestNumber)
  await list.clear()
  expect((await read()).setup.start).toBe(highestNumber)
})

it('what is still being typed does not make the list unreadable', async () => {
  const { list, rows, read } = await rig(undefined, 2)
  list.change({ start: NaN, pattern: 'x'.repeat(500), others: 'replace' })
  await list.remove(rows[0]!)
  const other = await read()
  expect(other.rows).toHaveLength(1)
  expect(other.setup.others).toBe('replace')
  expect(other.takeNumber()).toBe(3)
  expect(list.setup.start).toBeNaN()
})
