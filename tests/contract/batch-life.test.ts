/**
 * What happens to a batch of boards in the course of a day: boards come back, fail, are stopped, hold somebody's
 * files; the page is loaded again, and another tab is there, too.
 */
import { describe, expect, it, vi } from 'vitest'
import { memoryStore } from '../../src/presets/key-value-store'
import { ownerOf, takeLease } from '../../src/serial/lease'
import type { BatchRow } from '../../src/state/batch/batch-row.svelte'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { batchRig, boardOf, macOf, results, until, type BatchRig } from '../support/batch-rig'
import { allTimers, useFakeTime } from '../support/fake-time'
import { loadPortalFirst } from '../support/loaded-session'
import { fileEntry, filesOn, flashWith } from '../support/one-pass'

let boards: VirtualBoard[] = []
loadPortalFirst()
useFakeTime(() => boards.forEach((board) => board.dispose()))

const someBoards = (count: number, options: Parameters<typeof boardOf>[1] = {}) =>
  (boards = Array.from({ length: count }, (_, index) => boardOf(index, options)))

async function begin(rig: BatchRig): Promise<void> {
  await rig.batch.load()
  await rig.batch.start(rig.start)
}

const quiet = ({ batch }: BatchRig) =>
  allTimers(
    until(() => batch.working === 0 && batch.list.rows.every(({ stored }) => stored.result)),
  )

/** Begun and worked through. */
async function whole(rig: BatchRig): Promise<BatchRig> {
  await begin(rig)
  await quiet(rig)
  return rig
}

const rowOf = ({ batch }: BatchRig, index: number): BatchRow => batch.list.rowOf(macOf(index))!
const numberOf = (rig: BatchRig, index: number) => rowOf(rig, index).stored.number

/** Until the port was taken and given back. */
async function looked(rig: BatchRig): Promise<void> {
  await allTimers(until(() => rig.batch.working > 0))
  await allTimers(until(() => rig.batch.working === 0))
}

describe('a board that was ready', () => {
  it('is recognised when it comes again, started, and left alone', async () => {
    const [board] = someBoards(1)
    const rig = await whole(batchRig(boards))
    const before = rowOf(rig, 0).stored
    const writes = vi.fn()
    board!.onFlashChange(writes)
    board!.unplug()
    expect(rowOf(rig, 0).isPlugged).toBe(false)
    board!.plug()
    await looked(rig)
    expect(rig.batch.list.rows).toHaveLength(1)
    expect(rowOf(rig, 0)).toMatchObject({ stored: before, isRecognised: true, isPlugged: true })
    expect(writes).not.toHaveBeenCalled()
    expect(ownerOf(board!.port)).toBeUndefined()
  })

  it('is installed again if somebody asks, under the same number', async () => {
    const [board] = someBoards(2)
    const rig = await whole(batchRig(boards))
    const number = numberOf(rig, 0)
    board!.unplug()
    rig.batch.again(rowOf(rig, 0))
    const writes = vi.fn()
    board!.onFlashChange(writes)
    rig.start.preset.name = 'Another'
    board!.flash.eraseSectors(0, 4096)
    board!.plug()
    await looked(rig)
    expect(results(rig)).toEqual({ [macOf(0)]: 'done', [macOf(1)]: 'done' })
    expect(writes).toHaveBeenCalled()
    expect(rowOf(rig, 0).isAwaited).toBe(false)
    expect(numberOf(rig, 0)).toBe(number)
  })
})

describe('a board that failed', () => {
  it('starts by itself when it is plugged in again, and keeps its number', async () => {
    const [first] = someBoards(3)
    first!.faults.unplugAtByte(15_000)
    const rig = await whole(batchRig(boards))
    expect(results(rig)[macOf(0)]).toBe('port-lost')
    const numbers = rig.batch.list.rows.map(({ stored }) => stored.number)
    expect(new Set(numbers)).toEqual(new Set([1, 2, 3]))
    const number = numberOf(rig, 0)
    first!.faults.clear()
    first!.plug()
    await looked(rig)
    expect(results(rig)[macOf(0)]).toBe('done')
    expect(numberOf(rig, 0)).toBe(number)
    expect(rig.batch.list.rows).toHaveLength(3)
  })

  it('without an answer takes its row again when somebody says that it comes', async () => {
    const [board] = someBoards(1)
    board!.faults.neverSync = true
    const rig = await whole(batchRig(boards))
    expect(results(rig)).toEqual({ unknown: 'no-sync' })
    board!.unplug()
    const [row] = rig.batch.list.rows
    rig.batch.again(row!)
    board!.faults.neverSync = false
    board!.plug()
    await looked(rig)
    expect(results(rig)).toEqual({ [macOf(0)]: 'done' })
  })

  it('is tried again where it is', async () => {
    const [board] = someBoards(1)
    board!.faults.neverSync = true
    const rig = await whole(batchRig(boards))
    board!.faults.neverSync = false
    rig.batch.again(rig.batch.list.rows[0]!)
    await quiet(rig)
    expect(results(rig)).toEqual({ [macOf(0)]: 'done' })
  })

  it('leaves no row if it was pulled out before it has said who it is', async () => {
    const [board] = someBoards(1)
    board!.faults.neverSync = true
    const rig = batchRig(boards)
    await begin(rig)
    expect(rig.batch.working).toBe(1)
    board!.unplug()
    await allTimers(until(() => rig.batch.working === 0))
    expect(rig.batch.list.rows).toEqual([])
    expect(rig.batch.at).toBe('running')
  })
})

describe('a board with files of somebody', () => {
  /** With the place of its filesystem. */
  const holding = (path: string, content: string) => ({
    flash: flashWith([[path, fileEntry(content)]]),
    flashSizeBytes: 4 * 1024 * 1024,
  })
  const owned = () => holding('/main.py', 'print("mine")\n')
  const mainOn = (board: VirtualBoard) => filesOn(board).get('/main.py')

  it('is not touched where one would be lost, and the row says which', async () => {
    const [board] = someBoards(1, owned())
    const before = mainOn(board!)
    const rig = await whole(batchRig(boards))
    expect(rowOf(rig, 0).stored.result).toMatchObject({
      is: 'untouched',
      lost: [{ kind: 'file', path: '/main.py' }],
    })
    expect(mainOn(board!)).toEqual(before)
  })

  it('is installed on if somebody agrees to just that', async () => {
    const [board] = someBoards(1, owned())
    const rig = await whole(batchRig(boards))
    rig.batch.again(rowOf(rig, 0))
    await quiet(rig)
    expect(results(rig)).toEqual({ [macOf(0)]: 'done' })
    expect(mainOn(board!)).not.toEqual(fileEntry('print("mine")\n'))
  })

  it('keeps what nothing of ours takes the place of', async () => {
    const [board] = someBoards(1, holding('/data.csv', '1,2'))
    const rig = await whole(batchRig(boards))
    expect(results(rig)).toEqual({ [macOf(0)]: 'done' })
    expect(filesOn(board!).get('/data.csv')).toMatchObject(fileEntry('1,2'))
  })

  it('loses them where that was asked for', async () => {
    const [board] = someBoards(1, owned())
    const rig = batchRig(boards)
    await rig.batch.load()
    rig.batch.list.change({ others: 'replace' })
    await whole(rig)
    expect(results(rig)).toEqual({ [macOf(0)]: 'done' })
    expect(mainOn(board!)).toBeDefined()
  })
})

describe('stopping', () => {
  it('one board stops no other', async () => {
    someBoards(3, { pace: true })
    const rig = batchRig(boards)
    await begin(rig)
    await allTimers(until(() => rig.batch.list.rowOf(macOf(1)) !== undefined))
    rowOf(rig, 1).stop()
    await quiet(rig)
    expect(results(rig)).toEqual({ [macOf(0)]: 'done', [macOf(1)]: 'stopped', [macOf(2)]: 'done' })
    expect(rig.batch.at).toBe('running')
  })

  it('all of them frees every port, gives the turn back, and begins no other', async () => {
    const [first, , late] = someBoards(3, { pace: true })
    late!.unplug()
    const endTurn = vi.fn()
    const rig = batchRig(boards, { services: { takeTurn: async () => endTurn } })
    await begin(rig)
    await allTimers(until(() => rig.batch.list.rowOf(macOf(0)) !== undefined))
    rig.batch.stopAll()
    late!.plug()
    await allTimers(until(() => rig.batch.at === 'stopped'))
    expect(results(rig)[macOf(0)]).toBe('stopped')
    expect(results(rig)[macOf(2)]).toBeUndefined()
    expect(ownerOf(first!.port)).toBeUndefined()
    expect(endTurn).toHaveBeenCalledOnce()
    await whole(rig)
    expect(Object.values(results(rig))).toEqual(['done', 'done', 'done'])
  })

  it('to take on boards finishes those in work', async () => {
    someBoards(2)
    const rig = batchRig(boards)
    await begin(rig)
    rig.batch.pause()
    expect(rig.batch.at).toBe('ending')
    await allTimers(until(() => rig.batch.at === 'stopped'))
    expect(results(rig)).toEqual({ [macOf(0)]: 'done', [macOf(1)]: 'done' })
  })
})

describe('beside the rest of the page', () => {
  it('a port that the session has is not touched, until it lets go of it', async () => {
    const [held] = someBoards(2)
    const lease = await takeLease(held!.port, 'console')
    const rig = await whole(batchRig(boards))
    expect(results(rig)).toEqual({ [macOf(1)]: 'done' })
    lease.release()
    rig.batch.takeReleased()
    await quiet(rig)
    expect(results(rig)).toEqual({ [macOf(0)]: 'done', [macOf(1)]: 'done' })
  })

  it('a port of the batch is taken by nobody else meanwhile', async () => {
    const [board] = someBoards(1)
    const rig = batchRig(boards)
    await begin(rig)
    await allTimers(until(() => ownerOf(board!.port) !== undefined))
    await expect(takeLease(board!.port, 'console')).rejects.toMatchObject({ code: 'port-busy' })
    await quiet(rig)
  })

  it('another tab that works on the list is told of, and no board is begun', async () => {
    someBoards(1)
    const rig = batchRig(boards, { services: { takeTurn: async () => undefined } })
    await begin(rig)
    expect(rig.batch).toMatchObject({ at: 'stopped', list: { problem: 'other-tab', rows: [] } })
  })

  it('a board that has no permission yet comes by the picker', async () => {
    someBoards(1, { isNew: true })
    const rig = batchRig(boards)
    await begin(rig)
    expect(rig.batch.list.rows).toEqual([])
    await rig.batch.addPort()
    await quiet(rig)
    expect(results(rig)).toEqual({ [macOf(0)]: 'done' })
  })
})

describe('after the page was loaded again', () => {
  it('the list is there, its boards are known, and numbers go on', async () => {
    const store = memoryStore()
    const [, second] = someBoards(2)
    second!.unplug()
    await whole(batchRig(boards, { store }))
    const rig = batchRig(boards, { store })
    await rig.batch.load()
    expect(results(rig)).toEqual({ [macOf(0)]: 'done' })
    await rig.batch.start(rig.start)
    await looked(rig)
    expect(rowOf(rig, 0).isRecognised).toBe(true)
    second!.plug()
    await looked(rig)
    expect(numberOf(rig, 1)).toBe(2)
  })

  it('a board in whose midst that happened is named as not finished', async () => {
    const store = memoryStore()
    someBoards(1, { pace: true })
    const rig = batchRig(boards, { store })
    await begin(rig)
    await allTimers(until(() => rig.batch.list.rowOf(macOf(0))?.stored.number === 1))
    const after = batchRig(boards, { store })
    await after.batch.load()
    expect(results(after)).toEqual({ [macOf(0)]: 'unfinished' })
    await quiet(rig)
  })

  it('what was cleared comes back with undo, and numbers are given once all the same', async () => {
    const store = memoryStore()
    const [, second] = someBoards(2)
    second!.unplug()
    const rig = await whole(batchRig(boards, { store }))
    rig.batch.pause()
    await rig.batch.list.clear()
    expect(rig.batch.list).toMatchObject({ rows: [], undoable: 1, setup: { start: 2 } })
    await rig.batch.list.undo()
    expect(results(rig)).toEqual({ [macOf(0)]: 'done' })
    expect(rig.batch.list.nextNumber()).toBe(2)
    const again = batchRig(boards, { store })
    await again.batch.load()
    expect(results(again)).toEqual({ [macOf(0)]: 'done' })
  })

  it.each([
    ['nonsense', 'what?'],
    ['another version', { version: 7, rows: [] }],
    ['rows that are none', { version: 1, rows: 3 }],
  ])('%s in the storage is no list, and stays where it can be found', async (_, stored) => {
    const store = memoryStore({ virtual: stored })
    const rig = batchRig(someBoards(1), { store })
    await rig.batch.load()
    expect(rig.batch.list.rows).toEqual([])
    expect(await store.transact((one) => one.read('set-aside-virtual'))).toEqual(stored)
  })

  it('a browser that keeps nothing is told of, and boards are installed all the same', async () => {
    const store = { transact: () => Promise.reject(new Error('No storage.')) }
    const rig = await whole(batchRig(someBoards(1), { store }))
    expect(rig.batch.list.problem).toBe('not-stored')
    expect(results(rig)).toEqual({ [macOf(0)]: 'done' })
  })
})
