/**
 * Planning and carrying out against the virtual board's silicon: what is on the flash afterwards, how
 * little was written for it, and what the plan said before.
 */
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  createVirtualBoard,
  type VirtualBoard,
  type VirtualBoardOptions,
} from '../../src/virtual-board/board'
import { smallImage } from '../support/synthetic-image'
import {
  encode,
  fileEntry,
  filesOn,
  flashWith,
  genericOffset,
  inFakeTime,
  installOn,
  planOn,
  portal,
} from '../support/one-pass'

let board: VirtualBoard

/** A board that counts the bytes of flash that somebody erased or programmed. */
function plugIn(options: VirtualBoardOptions = {}) {
  board = createVirtualBoard(options)
  const touched = new Set<number>()
  board.onFlashChange((offset, length) => {
    for (let at = offset; at < offset + length; at += 4096) touched.add(Math.floor(at / 4096))
    touched.add(Math.floor((offset + length - 1) / 4096))
  })
  return { touched }
}

// The lazily loaded part takes real time, which fake timers do not wait for.
beforeAll(async () => void (await import('../../src/esptool/open-session')))
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  board.dispose()
  vi.useRealTimers()
})

const install = (
  ...args: Parameters<typeof installOn> extends [unknown, ...infer Rest] ? Rest : never
) => inFakeTime(() => installOn(board, ...args))

const portalEntries = portal.map(({ path, bytes }) => [path, { type: 'file', bytes }] as const)

describe('a blank board', () => {
  it('gets firmware with its own flash size, and a filesystem of 763 blocks', async () => {
    plugIn()
    const plan = await install()
    expect(plan.found).toMatchObject({ firmware: { kind: 'blank' }, filesystem: { kind: 'blank' } })
    const expected = smallImage()
    expected[3] = 0x40
    expect(board.flash.read(0, expected.length)).toEqual(expected)
    const files = filesOn(board)
    for (const [path, entry] of portalEntries) expect(files.get(path)).toEqual(entry)
    expect([...board.flash.read(genericOffset + 20, 4)]).toEqual([0, 0, 2, 0])
    expect(plan).toMatchObject({
      firmware: { step: 'write' },
      files: { step: 'write' },
      losses: [],
      rescue: 'none',
    })
  })
})

describe('the same installation again', () => {
  it('writes nothing, and knows so beforehand', async () => {
    plugIn()
    await install()
    const before = board.flash.bytes.slice()
    const { touched } = plugIn({ flash: before })
    const plan = await install()
    expect(touched.size).toBe(0)
    expect(plan).toMatchObject({
      flashBytes: 0,
      wireBytes: 0,
      firmware: { step: 'none' },
      files: { step: 'none' },
    })
  })

  it('with another access point name rewrites only the start of the filesystem', async () => {
    plugIn()
    await install()
    const { touched } = plugIn({ flash: board.flash.bytes.slice() })
    const files = portal.map((file) =>
      file.path === '/portal.json' ? { ...file, bytes: encode('{"essid":"Lamp 7"}') } : file,
    )
    await install({ files })
    expect([...touched].sort()).toEqual([0x100, 0x101])
    expect(filesOn(board).get('/portal.json')).toEqual(fileEntry('{"essid":"Lamp 7"}'))
  })

  it('for another flash mode rewrites one sector', async () => {
    plugIn()
    await install()
    const { touched } = plugIn({ flash: board.flash.bytes.slice() })
    const plan = await install({ change: { flashMode: 'dout' } })
    expect(plan.firmware.step).toBe('header')
    expect([...touched]).toEqual([0])
    expect([...board.flash.read(0, 4)]).toEqual([0xe9, 3, 3, 0x40])
  })
})

describe('files of the owner', () => {
  const owners = [
    ['/settings.json', fileEntry('{"led": 2}')],
    ['/www/index.html', fileEntry('x'.repeat(6000))],
    ['/empty', { type: 'directory' }],
    ['/lib/captive_portal/old.py', fileEntry('stale')],
    ['/main.py', fileEntry('my own program')],
  ] as const

  it('are kept, merged, and planned one by one', async () => {
    plugIn({ flash: flashWith(owners) })
    const plan = await install()
    const files = filesOn(board)
    for (const [path, entry] of owners.slice(0, 3)) expect(files.get(path)).toEqual(entry)
    for (const [path, entry] of portalEntries) expect(files.get(path)).toEqual(entry)
    expect(files.has('/lib/captive_portal/old.py')).toBe(false)
    const fates = Object.fromEntries(plan.files.planned.map(({ path, fate }) => [path, fate]))
    expect(fates).toMatchObject({
      '/settings.json': 'kept',
      '/www/index.html': 'kept',
      '/lib/captive_portal/old.py': 'removed',
      '/main.py': 'replaced',
      '/boot.py': 'added',
    })
    expect(plan.losses).toEqual([{ kind: 'file', path: '/main.py', why: 'replaced' }])
    expect(plan.rescue).toBe('to-write')
  })

  it('go when they are to be replaced, and the plan says which', async () => {
    plugIn({ flash: flashWith(owners) })
    const plan = await install({ change: { owners: 'replace' } })
    expect(filesOn(board).has('/settings.json')).toBe(false)
    expect(plan.losses).toContainEqual({ kind: 'file', path: '/settings.json', why: 'erased' })
  })
})

describe('other contents', () => {
  it("somebody else's program is recognised as such", async () => {
    const flash = new Uint8Array(0x20000).fill(0x5a)
    flash.set([0xe9, 1, 0, 0x40])
    plugIn({ flash })
    const plan = await inFakeTime(() => planOn(board))
    expect(plan.found.firmware).toEqual({ kind: 'other' })
    expect(plan.losses).toEqual([{ kind: 'firmware' }])
  })

  it('an older MicroPython is named by its version, the new one written in full', async () => {
    const older = smallImage({
      text: 'MicroPython v1.19.1 on 2022-06-18\0ESP module with ESP8266\0',
    })
    plugIn({ flash: flashWith([], older) })
    const plan = await inFakeTime(() => planOn(board))
    expect(plan.found.firmware).toMatchObject({
      kind: 'micropython',
      version: 'v1.19.1',
      headerFlashBytes: 0x400000,
    })
    expect(plan.firmware).toMatchObject({ step: 'write', version: 'v1.23.0' })
  })
})
