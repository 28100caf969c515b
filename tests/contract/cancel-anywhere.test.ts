/**
 * Cancelling an installation at random moments, from opening the port to the last check: it ends as
 * cancelled, at most one more block is reported, the port is free, and the next installation ends
 * well. Replay one moment with SEED=17.
 */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openBootloader } from '../../src/esptool/open-bootloader'
import { carryOut } from '../../src/provision/write/carry-out'
import { planInstall } from '../../src/provision/plan/plan-install'
import { ownerOf } from '../../src/serial/lease'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { outcomeOf } from '../support/fake-time'
import { baudRate, filesOn, inFakeTime, installOn, portal, request } from '../support/one-pass'
import { randomFrom, rotatedSeeds } from '../support/random'
import { loadSessionFirst } from '../support/loaded-session'

loadSessionFirst()
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function install(board: VirtualBoard, signal: AbortSignal, onProgress: () => void) {
  const bootloader = await openBootloader(board.port, { signal })
  try {
    await bootloader.raiseBaudRate(baudRate)
    const plan = await planInstall(bootloader, request(), baudRate, { portal, signal })
    await carryOut(bootloader, plan.work, plan.found, { signal, onProgress })
  } finally {
    await bootloader.close()
  }
}

const ends = { cancelled: 0, finished: 0 }

const moments = rotatedSeeds(60)

it.each(moments)('moment %i: cancelled, free, and installed the next time', async (seed) => {
  const { below } = randomFrom(seed)
  const board = createVirtualBoard({ pace: true })
  const cancel = new AbortController()
  let reportsAfter = 0
  setTimeout(() => cancel.abort(), below(1700))
  const { error } = await outcomeOf(
    install(board, cancel.signal, () => void (cancel.signal.aborted && reportsAfter++)),
  )
  if (error === undefined) ends.finished++
  else {
    ends.cancelled++
    expect(error).toMatchObject({ name: 'AbortError' })
  }
  expect(reportsAfter).toBeLessThanOrEqual(1)
  expect(board.port.readable).toBeNull()
  expect(ownerOf(board.port)).toBeUndefined()
  await inFakeTime(() => installOn(board))
  expect([...filesOn(board).keys()]).toEqual(expect.arrayContaining(portal.map(({ path }) => path)))
  expect((await inFakeTime(() => installOn(board))).flashBytes).toBe(0)
  board.dispose()
})

it('really was cancelled in a good part of the cases', () => {
  if (!process.env.SEED) expect(ends.cancelled).toBeGreaterThan(moments.length / 2)
})
