/**
 * Many boards on virtual boards: the faulty ones stop no other, and eight at once take hardly longer than one. Time
 * is the boards' own.
 */
import { describe, expect, it } from 'vitest'
import { ownerOf } from '../../src/serial/lease'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { batchRig, boardOf, macOf, results, until, type BatchRig } from '../support/batch-rig'
import { running, useFakeTime } from '../support/fake-time'
import { loadPortalFirst } from '../support/loaded-session'

let boards: VirtualBoard[] = []
loadPortalFirst()
useFakeTime(() => boards.forEach((board) => board.dispose()))

const boardsFrom = (first: number, count: number) =>
  (boards = Array.from({ length: count }, (_, index) => boardOf(first + index, { pace: true })))

/** From Start until so many are ready and nothing is in work. @returns when the last one was ready, in ms */
async function readyMs(rig: BatchRig, ready: number): Promise<number> {
  const { batch, start, boards } = rig
  await batch.load()
  await batch.start(start)
  const from = performance.now()
  const rows = () => batch.list.rows
  const done = () => rows().filter((row) => row.isDone).length
  await running(until(() => done() === ready))
  const tookMs = performance.now() - from
  await running(until(() => rows().length === boards.length && batch.working === 0))
  return tookMs
}

describe('eight boards at once, two of them faulty', () => {
  it('six are installed and two explained, in hardly more time than one board takes', async () => {
    // The first one of all takes longer: what is loaded then takes no part in the comparison.
    await readyMs(batchRig(boardsFrom(0x10, 1)), 1)
    const oneMs = await readyMs(batchRig(boardsFrom(0x11, 1)), 1)

    const eight = boardsFrom(0x20, 8)
    eight[2]!.faults.neverSync = true
    eight[5]!.faults.unplugAtByte(20_000)
    const rig = batchRig(eight)
    expect(await readyMs(rig, 6)).toBeLessThanOrEqual(1.5 * oneMs)

    expect(results(rig)).toEqual({
      ...Object.fromEntries([0, 1, 3, 4, 6, 7].map((index) => [macOf(0x20 + index), 'done'])),
      unknown: 'no-sync',
      [macOf(0x25)]: 'port-lost',
    })
    expect(eight.filter(({ port }) => ownerOf(port))).toEqual([])
  }, 120_000)
})
