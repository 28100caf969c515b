/**
 * A board's files through its bootloader, whatever its program does: each change is there as a whole or not
 * at all, and nothing else on the flash is touched. Replay one seed with SEED=17; more with CUTS=1000.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { md5Hex } from '../../src/bytes/digest'
import type { BoardFilesystem } from '../../src/provision/board-files/board-filesystem'
import { connectBoard } from '../../src/provision/connect-board'
import type { ConnectedBoard } from '../../src/provision/connected-board'
import { filesOf } from '../../src/provision/survey/found'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { allTimers } from '../support/fake-time'
import { recordedFilesystem } from '../support/golden'
import { loadSessionFirst } from '../support/loaded-session'
import {
  fileEntry,
  filesOn,
  flashWith,
  genericBlocks,
  genericOffset,
  patterned,
  request,
} from '../support/one-pass'
import { failure } from '../support/promises'
import { randomFrom, rotatedSeeds } from '../support/random'
import { smallImage } from '../support/synthetic-image'

loadSessionFirst()

const sizeOfPlace = genericBlocks * 4096

const portalLike = new Map([
  ['/main.py', fileEntry('from captive_portal import CaptivePortal\n')],
  ['/lib/captive_portal/dns.mpy', fileEntry(patterned(700, 2))],
  ['/lib/captive_portal/page.html', fileEntry(patterned(9000, 3))],
  ['/data/log.bin', fileEntry(patterned(20_000, 4))],
])

let board: VirtualBoard
let connected: ConnectedBoard
let files: BoardFilesystem

async function open(): Promise<void> {
  connected = await connectBoard(board.port)
  files = await connected.files()
}

/** In place of a test's own clock: runs as far as `work` needs. */
const run = <T>(work: () => Promise<T>): Promise<T> => allTimers(work())

beforeEach(() => {
  vi.useFakeTimers()
  board = createVirtualBoard({ flash: flashWith(portalLike) })
})
afterEach(async () => {
  await run(async () => connected?.release())
  board.dispose()
  vi.useRealTimers()
})

const contentOf = (path: string) => {
  const entry = filesOn(board).get(path)
  return entry?.type === 'file' ? Buffer.from(entry.bytes).toString('latin1') : entry?.type
}
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

/** Everything but the place of the files, and of those but what is named. */
function rest(except: string): string {
  const flash = board.flash.read(0, genericOffset)
  const behind = board.flash.read(genericOffset + sizeOfPlace, 5 * 4096)
  const others = [...filesOn(board)].filter(([path]) => path !== except && path !== '/new')
  const told = others.map(
    ([path, entry]) => path + (entry.type === 'file' ? latin1(entry.bytes) : ''),
  )
  const all = [md5Hex(flash), md5Hex(behind), ...told]
  return md5Hex(Buffer.from(all.join('\0'), 'latin1'))
}

describe('through the bootloader', () => {
  it('lists, reads, and says what is free', () =>
    run(async () => {
      await open()
      const { entries, freeBytes, totalBytes, freeHeapBytes } = await files.list()
      expect(entries.map(({ path, sizeBytes }) => `${path} ${sizeBytes}`)).toEqual([
        '/data 0',
        '/data/log.bin 20000',
        '/lib 0',
        '/lib/captive_portal 0',
        '/lib/captive_portal/dns.mpy 700',
        '/lib/captive_portal/page.html 9000',
        '/main.py 41',
      ])
      expect(totalBytes).toBe(sizeOfPlace)
      expect(freeBytes).toBeLessThan(sizeOfPlace - 30_000)
      expect(freeBytes).toBeGreaterThan(sizeOfPlace - 100_000)
      expect(freeHeapBytes).toBeUndefined()
      expect(await files.read('/data/log.bin')).toEqual(patterned(20_000, 4))
      expect(await failure(files.read('/nothing'))).toMatchObject({ code: 'file-missing' })
      expect(await failure(files.read('/data'))).toMatchObject({ code: 'file-missing' })
      expect(files.run).toBeUndefined()
    }))

  it('writes, renames, removes, makes folders; the board finds all of it', () =>
    run(async () => {
      await open()
      const bytes = patterned(40_000, 9)
      const progress: [number, number][] = []
      await files.write([{ path: '/www/a/big.bin', bytes }], {
        onProgress: (done, total) => progress.push([done, total]),
      })
      expect(progress.at(-1)![0]).toBe(progress.at(-1)![1])
      expect(progress.map(([done]) => done)).toEqual(
        [...progress.map(([done]) => done)].sort((a, b) => a - b),
      )
      expect(contentOf('/www/a/big.bin')).toBe(latin1(bytes))
      expect(await files.read('/www/a/big.bin')).toEqual(bytes)
      await files.rename('/www', '/new/er/site')
      await files.rename('/new/er/site', '/site')
      await files.remove(['/new'])
      await files.makeDirectory('/site/empty/er')
      await files.remove(['/data', '/data/log.bin', '/main.py'])
      expect([...filesOn(board).keys()]).toEqual([
        '/lib',
        '/lib/captive_portal',
        '/lib/captive_portal/dns.mpy',
        '/lib/captive_portal/page.html',
        '/site',
        '/site/a',
        '/site/a/big.bin',
        '/site/empty',
        '/site/empty/er',
      ])
      expect((await files.list()).entries.map(({ path }) => path)).toEqual([
        ...filesOn(board).keys(),
      ])
      const [entry] = (await files.list()).entries.filter(({ path }) => path === '/site/a/big.bin')
      expect(entry!.modified).toBeInstanceOf(Date)
    }))

  it.each([
    ['a name that is taken', () => files.rename('/main.py', '/data'), 'file-exists'],
    ['a folder into itself', () => files.rename('/lib', '/lib/x'), 'file-exists'],
    ['what is not there', () => files.rename('/x', '/y'), 'file-missing'],
    ['into a file', () => files.rename('/data', '/main.py/x/y'), 'file-exists'],
    ['the removal of nothing', () => files.remove(['/x']), 'file-missing'],
    [
      'a file in place of a folder',
      () => files.write([{ path: '/data', bytes: patterned(3, 1) }]),
      'file-exists',
    ],
    ['a folder in place of a file', () => files.makeDirectory('/main.py/x'), 'file-exists'],
    [
      'more than fits',
      () => files.write([{ path: '/x', bytes: patterned(sizeOfPlace, 1) }]),
      'no-space',
    ],
  ])('refuses %s, and changes nothing', (_, act, code) =>
    run(async () => {
      await open()
      const before = board.flash.read(0, board.flash.sizeBytes)
      expect(await failure(act())).toMatchObject({ code })
      expect(Buffer.compare(board.flash.read(0, board.flash.sizeBytes), before)).toBe(0)
    }),
  )

  it('a small change to a large tree is a small write', () =>
    run(async () => {
      await open()
      await files.write([{ path: '/new', bytes: patterned(300, 1) }])
      const touched = new Set<number>()
      board.onFlashChange((offset) => touched.add(Math.floor(offset / 4096)))
      await files.write([{ path: '/new', bytes: patterned(300, 2) }])
      expect(touched.size).toBe(2)
    }))

  it("takes what MicroPython itself has written, and leaves its files' blocks", () =>
    run(async () => {
      const flash = flashWith([])
      const all = new Uint8Array(genericOffset + recordedFilesystem().length)
      all.set(flash.subarray(0, genericOffset))
      all.set(recordedFilesystem(), genericOffset)
      board.dispose()
      board = createVirtualBoard({ flash: all })
      const before = rest('/new')
      await open()
      await files.write([{ path: '/new', bytes: patterned(5000, 1) }])
      expect(rest('/new')).toBe(before)
      expect(contentOf('/new')).toBe(latin1(patterned(5000, 1)))
    }))

  it('a blank filesystem gets its first file', () =>
    run(async () => {
      const flash = flashWith([]).slice(0, genericOffset)
      board.dispose()
      board = createVirtualBoard({ flash })
      await open()
      expect((await files.list()).entries).toEqual([])
      await files.write([{ path: '/boot.py', bytes: patterned(500, 1) }])
      expect(contentOf('/boot.py')).toBe(latin1(patterned(500, 1)))
    }))

  it('a flash without files says so', () =>
    run(async () => {
      board.dispose()
      board = createVirtualBoard({ flash: smallImage().fill(0x55, 0, 4096) })
      connected = await connectBoard(board.port)
      expect(await failure(connected.files())).toMatchObject({ code: 'filesystem-damaged' })
    }))

  it('after reset was pressed, what the board wrote meanwhile is there', () =>
    run(async () => {
      await open()
      await files.list()
      board.pressResetButton()
      await files.write([{ path: '/new', bytes: patterned(300, 1) }])
      expect(contentOf('/new')).toBe(latin1(patterned(300, 1)))
    }))

  it('a cancel in the midst of a write leaves the old files, and the next write works', () =>
    run(async () => {
      await open()
      const before = rest('/new')
      const abort = new AbortController()
      const error = await failure(
        files.write([{ path: '/new', bytes: patterned(90_000, 1) }], {
          signal: abort.signal,
          onProgress: (done) => done > 20_000 && abort.abort(),
        }),
      )
      expect(error).toMatchObject({ name: 'AbortError' })
      expect(contentOf('/new')).toBeUndefined()
      await files.write([{ path: '/new', bytes: patterned(900, 1) }])
      expect(contentOf('/new')).toBe(latin1(patterned(900, 1)))
      expect(rest('/new')).toBe(before)
    }))

  it('a plan for an installation that was made before does not hold any more', () =>
    run(async () => {
      await open()
      const wanted = request()
      const before = await connected.plan(wanted)
      await files.write([{ path: '/new', bytes: patterned(300, 1) }])
      const after = await connected.plan(wanted)
      const paths = [before, after].map(({ found }) => [...filesOf(found.filesystem).keys()])
      expect(paths.map((all) => all.includes('/new'))).toEqual([false, true])
      // What the plan has read is not read again.
      const again = await connected.files()
      expect((await again.list()).entries.map(({ path }) => path)).toContain('/new')
      await again.write([{ path: '/new', bytes: patterned(400, 2) }])
      expect(contentOf('/new')).toBe(latin1(patterned(400, 2)))
    }))

  it('closed, it does nothing any more', () =>
    run(async () => {
      await open()
      let closed = 0
      const again = await connected.files({ onClosed: () => closed++ })
      await again.close({ restart: true })
      await again.close({ restart: true })
      expect(closed).toBe(1)
      expect(await failure(again.list())).toMatchObject({ code: 'port-lost' })
    }))
})

const cuts = rotatedSeeds(Number(process.env.CUTS ?? 200))

describe(`the supply or the cable goes in the midst of a save (${cuts.length} seeds)`, () => {
  let failures = 0
  it.each(cuts)('seed %i: old or new, and nothing else harmed', (seed) =>
    run(async () => {
      const random = randomFrom(seed)
      const path = random.pick(['/main.py', '/data/log.bin', '/lib/captive_portal/dns.mpy', '/new'])
      const [before, others] = [contentOf(path), rest(path)]
      const bytes = random.bytes(random.below(20_000))
      await open()
      const at = random.below(random.pick([800, 6000, bytes.length]))
      const kind = random.pick(['unplug', 'unplug', 'unplug while answering', 'reset', 'supply'])
      if (kind === 'unplug') board.faults.unplugAtByte(at)
      if (kind === 'unplug while answering') board.faults.unplugAtByte(at % 300, 'toHost')
      if (kind === 'reset') board.faults.resetAtByte(at)
      let writes = 0
      const stop = board.onFlashChange(() => {
        if (kind === 'supply' && writes++ === at % 12) board.powerCycle()
      })
      await files.write([{ path, bytes }]).catch(() => failures++)
      stop()
      board.faults.clear()
      board.plug()
      expect([before, latin1(bytes)], kind).toContain(contentOf(path))
      expect(rest(path)).toBe(others)
      await connected.release()
      await open()
      await files.write([{ path, bytes }])
      expect(contentOf(path)).toBe(latin1(bytes))
      expect(rest(path)).toBe(others)
    }),
  )
  it('really was interrupted in a good part of the cases', () => {
    if (cuts.length > 1) expect(failures).toBeGreaterThan(cuts.length / 4)
  })
})
