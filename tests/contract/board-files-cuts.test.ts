/**
 * The supply goes in the midst of a save over the REPL: the file is the old one or the new one, and nothing
 * else is harmed. First at every moment of 200 saves at which the flash has changed; then with a cable that
 * really comes off, where each time Python has to start again: more of that with CUTS=200, one with SEED=17.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryPath } from '../../src/micropython/board-path'
import type { BoardFilesystem } from '../../src/provision/board-files/board-filesystem'
import { filesOfRunningBoard } from '../../src/provision/board-files/files-of-running-board'
import { openConsole } from '../../src/provision/boot/open-console'
import { ByteReader } from '../../src/serial/byte-reader'
import type { SerialLink } from '../../src/serial/link'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { fileEntry, patterned } from '../support/one-pass'
import { randomFrom, rotatedSeeds, type Random } from '../support/random'
import { boardWith, filesOf } from '../support/update-rig'

let board: VirtualBoard
let link: SerialLink

const paths = ['/main.py', '/data/log.bin', '/lib/x.py', '/new']

beforeAll(() => {
  board = boardWith(
    new Map([
      ['/main.py', fileEntry("print('ready')")],
      ['/data/log.bin', fileEntry(patterned(9000, 1))],
      ['/lib/x.py', fileEntry('x = 1')],
      ['/lib/y.py', fileEntry('y = 2')],
    ]),
  )
})
afterAll(() => board.dispose())

async function open(): Promise<BoardFilesystem> {
  link = await openConsole(board.port)
  const reader = new ByteReader(link)
  await reader.readUntil('>>> ', { timeoutMs: 60_000 }) // a busy machine starts Python slowly
  reader.release()
  return filesOfRunningBoard(link)
}

/** A program that prints 'ready' and ends, whatever it is: the board must come up again. */
const contentFor = (path: string, { bytes, below }: Random) =>
  path === '/main.py'
    ? Buffer.from(`print('ready')#${'x'.repeat(below(6000))}`)
    : Buffer.from(bytes(below(9000)))

/** What stands on the board beside that file, and what grows until it gets its name. */
function others(path: string): Map<string, string> {
  const all = filesOf(board)
  for (const own of [path, temporaryPath]) all.delete(own)
  return all
}

const saves = rotatedSeeds(200)

it(`at every moment of ${saves.length} saves`, async () => {
  const files = await open()
  let moments = 0
  for (const seed of saves) {
    const random = randomFrom(seed)
    const path = random.pick(paths)
    const [before, rest] = [filesOf(board).get(path), others(path)]
    const bytes = contentFor(path, random)
    const wrong: string[] = []
    let looked = false
    const look = () => {
      looked = false
      moments++
      const now = filesOf(board).get(path)
      if (now !== before && now !== bytes.toString('latin1')) wrong.push(`${path} is neither`)
    }
    // What belongs together changes within one turn.
    const stop = board.onFlashChange(() => {
      if (!looked) queueMicrotask(look)
      looked = true
    })
    await files.write([{ path, bytes }])
    await files.list()
    stop()
    expect(wrong, `seed ${seed}`).toEqual([])
    expect(filesOf(board).get(path)).toBe(bytes.toString('latin1'))
    expect(others(path)).toEqual(rest)
  }
  await link.close()
  expect(moments).toBeGreaterThanOrEqual(2 * saves.length)
}, 120_000)

const cuts = rotatedSeeds(Number(process.env.CUTS ?? 8))

describe(`the cable comes off (${cuts.length} seeds)`, () => {
  let failures = 0
  it.each(cuts)(
    'seed %i',
    async (seed) => {
      const random = randomFrom(seed)
      const path = random.pick(paths)
      const bytes = contentFor(path, random)
      const [before, rest] = [filesOf(board).get(path), others(path)]
      const files = await open()
      const at = random.below(random.pick([600, bytes.length + 300]))
      const kind = random.pick(['unplug', 'unplug', 'unplug while answering', 'reset'])
      if (kind === 'unplug') board.faults.unplugAtByte(at)
      if (kind === 'unplug while answering') board.faults.unplugAtByte(at % 150, 'toHost')
      if (kind === 'reset') board.faults.resetAtByte(at)
      await files.write([{ path, bytes }]).catch(() => failures++)
      await link.close()
      board.faults.clear()
      board.plug()
      const wanted = bytes.toString('latin1')
      expect([before, wanted], kind).toContain(filesOf(board).get(path))
      expect(others(path)).toEqual(rest)
      const again = await open()
      expect((await again.list()).entries.map((entry) => entry.path)).not.toContain(temporaryPath)
      await again.write([{ path, bytes }])
      await again.list()
      expect(filesOf(board).get(path)).toBe(wanted)
      expect(filesOf(board).has(temporaryPath)).toBe(false)
      await link.close()
    },
    60_000,
  )

  it('really was interrupted in most cases', () => {
    if (cuts.length > 1) expect(failures).toBeGreaterThan(cuts.length / 2)
  })
})
