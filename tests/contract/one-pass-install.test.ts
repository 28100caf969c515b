/**
 * Planning and carrying out against the virtual board's silicon: what is on the flash afterwards, how
 * little was written for it, and what the plan said before.
 */
import { describe, expect, it } from 'vitest'
import {
  createVirtualBoard,
  type VirtualBoard,
  type VirtualBoardOptions,
} from '../../src/virtual-board/board'
import { buildFilesystem } from '../../src/images/littlefs'
import { smallImage } from '../support/synthetic-image'
import {
  fileEntry,
  filesOn,
  flashWith,
  genericOffset,
  inFakeTime,
  installOn,
  patterned,
  planOn,
  portal,
} from '../support/one-pass'
import { encode } from '../support/bytes'
import { useFakeTime } from '../support/fake-time'

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

useFakeTime(() => board.dispose())

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

describe('boards of other sizes', () => {
  it("16 MB: 3835 blocks, and the radio's settings 16 KiB before the end", async () => {
    plugIn({ flashSizeBytes: 16 * 1024 * 1024 })
    await install()
    expect([...board.flash.read(genericOffset + 28, 4)]).toEqual([0xfb, 0x0e, 0, 0])
    const settings = board.flash.read(16 * 1024 * 1024 - 0x4000, 128)
    // As in MicroPython's own table: version 5 at first, 0x52 0x4e … the powers, crystal 1.
    expect([...settings.subarray(0, 4), ...settings.subarray(34, 37), settings[48]]).toEqual([
      5, 0, 4, 2, 0x52, 0x4e, 0x4a, 1,
    ])
    const again = await install()
    expect(again.flashBytes).toBe(0)
  })

  const oneMegabyte = {
    firmware: smallImage({ text: 'MicroPython v1.23.0 on 2024-06-02\0ESP module (1M)\0' }),
  }

  it('1 MB: the files lie at 0x99000', async () => {
    plugIn({ flashSizeBytes: 1024 * 1024 })
    await install({ change: oneMegabyte })
    const files = filesOn(board, 0x99000, 98)
    for (const [path, entry] of portalEntries) expect(files.get(path)).toEqual(entry)
    expect(board.flash.bytes[3]).toBe(0x20)
  })

  it('files of a FLASH_1M board move along to GENERIC', async () => {
    const owners = [['/settings.json', fileEntry('mine')]] as const
    const old = flashWith(owners, oneMegabyte.firmware)
    const flash = new Uint8Array(4 * 1024 * 1024).fill(0xff)
    flash.set(old.subarray(0, 0x20000))
    flash.set(buildFilesystem(owners, { blockCount: 866 }), 0x99000)
    plugIn({ flash })
    const plan = await install()
    expect(plan.found.firmware).toMatchObject({ variant: 'FLASH_1M' })
    expect(filesOn(board).get('/settings.json')).toEqual(fileEntry('mine'))
  })

  it('a filesystem without room for a copy of the files: the plan says that it is a risk', async () => {
    const big = [['/log.bin', fileEntry(patterned(200_000, 3))]] as const
    const flash = new Uint8Array(1024 * 1024).fill(0xff)
    flash.set(oneMegabyte.firmware)
    flash[3] = 0x20
    flash.set(buildFilesystem(big, { blockCount: 98 }), 0x99000)
    plugIn({ flash, flashSizeBytes: 1024 * 1024 })
    const plan = await install({ change: oneMegabyte })
    expect(plan.rescue).toBe('memory-only')
    expect(filesOn(board, 0x99000, 98).get('/log.bin')).toEqual(big[0][1])
  })

  it('files that do not fit are refused before anything is written', async () => {
    const { touched } = plugIn({ flashSizeBytes: 1024 * 1024 })
    const extraFiles = [{ path: '/huge.bin', bytes: patterned(400_000, 3) }]
    await expect(install({ change: { ...oneMegabyte, extraFiles } })).rejects.toMatchObject({
      code: 'filesystem-full',
    })
    expect(touched.size).toBe(0)
  })
})

describe('erasing everything first', () => {
  it('still keeps the files, and says that the whole flash goes', async () => {
    const flash = flashWith([['/settings.json', fileEntry('mine')]])
    plugIn({ flash })
    const plan = await install({ change: { eraseAll: true } })
    expect(plan).toMatchObject({ losses: [{ kind: 'whole-flash' }], rescue: 'memory-only' })
    expect(filesOn(board).get('/settings.json')).toEqual(fileEntry('mine'))
  })
})

describe('a MicroPython that is too old for LittleFS', () => {
  it('makes its filesystem itself; the files go over the REPL', async () => {
    const firmware = smallImage({
      text: 'MicroPython v1.12 on 2019-12-20\0ESP module with ESP8266\0',
    })
    plugIn()
    const plan = await install({ change: { firmware } })
    expect(plan.files.step).toBe('repl')
    expect(plan.uploads.map(({ path }) => path)).toEqual(portal.map(({ path }) => path))
    expect(board.flash.read(genericOffset, 8192).every((byte) => byte === 0xff)).toBe(true)
  })
})
