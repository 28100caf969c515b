/**
 * Installations that are interrupted anywhere: the next attempt ends with the flash that was wanted and
 * with every file that was to be kept, also when the page has been closed in between and remembers
 * nothing. Replay one seed with SEED=17; more of them with INTERRUPTIONS=1000.
 */
import { describe, expect, it, vi } from 'vitest'
import { RescuedFiles } from '../../src/provision/rescue/rescued-files'
import { createVirtualBoard } from '../../src/virtual-board/board'
import { encode } from '../support/bytes'
import { sameEntry, spoil, startingPoint } from '../support/interruptions'
import { loadSessionFirst } from '../support/loaded-session'
import { fileEntry, filesOn, inFakeTime, installOn, portal } from '../support/one-pass'
import { randomFrom, rotatedSeeds } from '../support/random'
import { smallImage } from '../support/synthetic-image'

const count = Number(process.env.INTERRUPTIONS ?? 200)
const interrupted = rotatedSeeds(count)

const files = [...portal, { path: '/extra.txt', bytes: encode('extra') }]

loadSessionFirst()

let failures = 0

describe(`an installation that is interrupted once or twice (${interrupted.length} seeds)`, () => {
  it.each(interrupted)('seed %i: the next attempt ends well', async (seed) => {
    vi.useFakeTimers()
    const random = randomFrom(seed)
    const { flash, owners } = startingPoint(random)
    const board = createVirtualBoard({ flash })
    let rescued = new RescuedFiles()
    const attempt = () => inFakeTime(() => installOn(board, { files, rescued }))
    try {
      const what: string[] = []
      for (let times = 1 + random.below(2); times > 0; times--) {
        const fault = spoil(board, random)
        what.push(fault.what)
        const failed = await attempt().then(
          () => false,
          () => true,
        )
        if (failed) failures++
        fault.stop()
        board.faults.clear()
        board.plug()
        if (random.below(2)) rescued = new RescuedFiles() // the page was closed
        if (random.below(2)) board.powerCycle()
      }
      await attempt()

      const expected = smallImage()
      expected[3] = 0x40
      expect(Buffer.compare(board.flash.read(0, expected.length), expected), what.join()).toBe(0)
      const now = filesOn(board)
      const wanted = [
        ...owners,
        ...files.map(({ path, bytes }) => [path, fileEntry(bytes)] as const),
      ]
      const missing = wanted.filter(([path, entry]) => !sameEntry(now.get(path), entry))
      expect([missing.map(([path]) => path), ...what]).toEqual([[], ...what])
      expect((await attempt()).flashBytes).toBe(0)
    } finally {
      board.dispose()
      vi.useRealTimers()
    }
  })

  it('really was interrupted in a good part of the cases', () => {
    if (interrupted.length > 1) expect(failures).toBeGreaterThan(interrupted.length / 5)
  })
})
