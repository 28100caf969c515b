/**
 * Updates of files that are interrupted anywhere: no file is ever half, the owner's stay, the board
 * still runs, and pressing again ends with everything new. Replay one seed with SEED=17.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Progress } from '../../src/provision/progress'
import type { UpdateRequest } from '../../src/provision/request'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { fileEntry, patterned } from '../support/one-pass'
import { boardWith, filesOf, portalTree, settings, update, wanted } from '../support/update-rig'
import { latin1 } from '../support/bytes'
import { rotatedSeeds } from '../support/random'

const ways = ['reset', 'console'] as const
const mine = 'x = 1'
const partPath = '/.pf.part'
const isHidden = (path: string) => path === partPath || path.includes('/.new/')

async function usedBoard() {
  const tree = await portalTree('Before')
  tree.set('/mine.py', fileEntry(mine))
  tree.set('/app/data.bin', fileEntry(patterned(3000, 1)))
  return boardWith(tree)
}

const change = (seed: number): UpdateRequest =>
  wanted({
    portal: settings(`Lamp ${seed}`),
    extraFiles: [
      { path: '/app/data.bin', bytes: patterned(2000 + ((seed * 1777) % 14_000), seed) },
      { path: '/app/more.bin', bytes: patterned(500 + seed, seed + 100) },
    ],
    mayReplace: true,
  })

/** What must be under its final name: old or new, each file whole. */
function checkWhole(board: VirtualBoard, before: Map<string, string>, request: UpdateRequest) {
  const fresh = new Map(request.extraFiles!.map(({ path, bytes }) => [path, latin1(bytes)]))
  for (const [path, content] of filesOf(board)) {
    if (isHidden(path) || path === '/portal.json') continue
    expect([before.get(path), fresh.get(path)], path).toContain(content)
  }
  expect(filesOf(board).get('/mine.py')).toBe(mine)
}

async function checkFinished(
  board: VirtualBoard,
  request: UpdateRequest,
  way: (typeof ways)[number],
) {
  const { report } = await update(board, request, { way })
  expect(report.accessPointName).toBe(request.portal.accessPointName)
  const now = filesOf(board)
  for (const { path, bytes } of request.extraFiles!) expect(now.get(path)).toBe(latin1(bytes))
  expect(now.get('/mine.py')).toBe(mine)
  expect([...now.keys()].filter(isHidden)).toEqual([])
}

describe.each(ways)('cancelled (%s)', (way) => {
  let board: VirtualBoard
  afterEach(() => board.dispose())

  const moments: [string, (progress: Progress) => boolean][] = [
    ['while its program is interrupted', ({ phase }) => phase === 'start'],
    ['while files are compared', ({ phase }) => phase === 'upload'],
    ['in the midst of a file', ({ fraction = 0 }) => fraction > 0.3 && fraction < 1],
    ['when all has been sent', ({ fraction }) => fraction === 1],
    ['while the portal starts', ({ phase }) => phase === 'portal'],
  ]
  it.each(moments)('%s: the board is whole, and the next update finishes', async (_, moment) => {
    board = await usedBoard()
    const before = filesOf(board)
    const controller = new AbortController()
    const onProgress = (progress: Progress) => void (moment(progress) && controller.abort())
    const error = await update(board, change(1), {
      way,
      signal: controller.signal,
      onProgress,
    }).catch((e: unknown) => e)
    expect(error).toMatchObject({ name: 'AbortError' })
    expect(board.port.readable).toBe(null)
    checkWhole(board, before, change(1))
    await checkFinished(board, change(1), way)
  })
})

it('a board that resets in the midst of a file says so in time, and the next update finishes', async () => {
  const board = await usedBoard()
  const before = filesOf(board)
  board.faults.resetAtByte(9000)
  const error = await update(board, change(2)).catch((e: unknown) => e)
  expect(error).toMatchObject({ name: 'DeviceError' })
  checkWhole(board, before, change(2))
  await checkFinished(board, change(2), 'reset')
  board.dispose()
})

/** The worker's MicroPython keeps real time, so the usual run is short; SEEDS=200 for a long one. */
const seeds = rotatedSeeds(Number(process.env.SEEDS ?? 8))

describe(`interrupted at random (${seeds.length} seeds)`, () => {
  let board: VirtualBoard
  let failures = 0
  beforeAll(async () => void (board = await usedBoard()))
  afterAll(() => board.dispose())

  /** Spreads the seeds over moments and kinds. */
  const roll = (seed: number, end: number) => (Math.imul(seed + 7, 2654435761) % end) >>> 0

  it.each(seeds)('seed %i', async (seed) => {
    const request = change(seed)
    const way = ways[seed % 2]!
    const before = filesOf(board)
    const abort = new AbortController()
    const kind = seed % 3
    const at = roll(seed, 16_000)
    if (kind === 0) board.faults.unplugAtByte(at)
    if (kind === 1) board.faults.unplugAtByte(at % 1200, 'toHost')
    let events = 0
    const onProgress = () => void (kind === 2 && events++ === at % 60 && abort.abort())
    await update(board, request, { way, signal: abort.signal, onProgress }).catch(() => failures++)
    board.faults.clear()
    board.plug()
    checkWhole(board, before, request)
    await checkFinished(board, request, way)
  })

  it('really was interrupted in most cases', () => {
    if (seeds.length > 1) expect(failures).toBeGreaterThan(seeds.length / 2)
  })
})
