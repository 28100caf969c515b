/**
 * Nothing on a board is lost without a word: what a plan names, and that it holds only for the board and
 * the state that it was made for. Small images, fake time, and a program that writes files as MicroPython
 * would.
 */
import { describe, expect, it, vi } from 'vitest'
import { DeviceError } from '../../src/errors'
import { buildFilesystem, type Entry } from '../../src/images/littlefs'
import { connectBoard } from '../../src/provision/connect-board'
import type { ConnectedBoard } from '../../src/provision/connected-board'
import type { InstallPlan } from '../../src/provision/plan/plan'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { allTimers, useFakeTime } from '../support/fake-time'
import { loadPortalFirst } from '../support/loaded-session'
import {
  fileEntry,
  filesOn,
  flashWith,
  genericBlocks,
  genericOffset,
  patterned,
  request,
} from '../support/one-pass'
import { portalSaying, writeFileOn } from '../support/running-board'
import { smallImage } from '../support/synthetic-image'

let board: VirtualBoard
let onStart: (() => void) | undefined
const megabyte = 1024 * 1024

loadPortalFirst()
useFakeTime(() => board.dispose())

async function plugIn(flash?: Uint8Array, flashSizeBytes = 4 * megabyte): Promise<ConnectedBoard> {
  board = createVirtualBoard({
    flash,
    flashSizeBytes,
    program: portalSaying('Lamp', () => onStart?.()),
  })
  return allTimers(connectBoard(board.port))
}

const flashOf = (parts: [offset: number, bytes: Uint8Array][], sizeBytes = 4 * megabyte) => {
  const flash = new Uint8Array(sizeBytes).fill(0xff)
  for (const [offset, bytes] of parts) flash.set(bytes, offset)
  return flash
}

async function planFor(flash?: Uint8Array, change = {}, sizeBytes?: number): Promise<InstallPlan> {
  const connected = await plugIn(flash, sizeBytes)
  const plan = await allTimers(connected.plan(request(change)))
  await allTimers(connected.release())
  return plan
}

const files = (tree: [string, Entry][], blockCount = genericBlocks) =>
  buildFilesystem(tree, { blockCount })
const owners: [string, Entry][] = [
  ['/log.txt', fileEntry('one')],
  ['/www/a.html', fileEntry(patterned(5000, 2))],
]

async function install(connected: ConnectedBoard, change = {}, consent?: InstallPlan) {
  const { link } = await allTimers(connected.install(request(change), { consent }))
  await allTimers(link.close())
}

const failing = (promise: Promise<unknown>) =>
  allTimers(
    promise.then(
      () => 'resolved',
      (error: Error) => (error instanceof DeviceError ? error.code : error.name),
    ),
  )

/** Bytes that the page sends to the board while `work` goes on. */
async function sentDuring(work: () => Promise<unknown>): Promise<number> {
  let sent = 0
  const { transfer } = board.faults
  board.faults.transfer = (bytes, way, arrive) => {
    if (way === 'toChip') sent += bytes.length
    transfer.call(board.faults, bytes, way, arrive)
  }
  await work()
  board.faults.transfer = transfer
  return sent
}

describe('a stale plan', () => {
  it('is not carried out after a reset in which the old program wrote files', async () => {
    const connected = await plugIn(flashWith(owners))
    const plan = await allTimers(connected.plan(request()))
    board.pressResetButton()
    writeFileOn(board, '/log.txt', 'two')
    writeFileOn(board, '/fresh.txt', 'new')
    const before = board.flash.bytes.slice(genericOffset)
    expect(await failing(connected.install(request(), { consent: plan }))).toBe('board-changed')
    expect(Buffer.compare(board.flash.bytes.slice(genericOffset), before)).toBe(0)
    const fresh = await allTimers(connected.plan(request()))
    expect(fresh.files.planned.map(({ path }) => path)).toContain('/fresh.txt')
    await install(connected, {}, fresh)
    expect(filesOn(board).get('/log.txt')).toEqual(fileEntry('two'))
    expect(filesOn(board).get('/fresh.txt')).toEqual(fileEntry('new'))
  })

  it('is carried out after a reset that changed nothing', async () => {
    const connected = await plugIn(flashWith(owners))
    await allTimers(connected.plan(request()))
    board.pressResetButton()
    await install(connected)
    expect(filesOn(board).get('/log.txt')).toEqual(fileEntry('one'))
  })

  it('is not carried on when the chip is lost in the midst of the write, and has run', async () => {
    const connected = await plugIn(flashWith(owners))
    const plan = await allTimers(connected.plan(request()))
    board.faults.resetAtByte(200)
    const write = () => writeFileOn(board, '/fresh.txt', 'new')
    onStart = () => void (write(), (onStart = undefined))
    expect(await failing(connected.install(request(), { consent: plan }))).toBe('board-changed')
    expect(onStart).toBeUndefined()
    expect(filesOn(board).get('/fresh.txt')).toEqual(fileEntry('new'))
    expect(filesOn(board).get('/log.txt')).toEqual(fileEntry('one'))
  })

  it('is not carried out on another board in the same socket', async () => {
    const connected = await plugIn(flashWith(owners))
    await allTimers(connected.plan(request()))
    vi.spyOn(connected.identity, 'mac', 'get').mockReturnValue('aa:aa:aa:aa:aa:aa')
    board.pressResetButton()
    const before = board.flash.bytes.slice()
    expect(await failing(connected.install(request()))).toBe('board-changed')
    expect(Buffer.compare(board.flash.bytes, before)).toBe(0)
  })

  it('does not lose more than was agreed to', async () => {
    const connected = await plugIn(flashWith([['/main.py', fileEntry('mine')]]))
    const before = board.flash.bytes.slice()
    expect(await failing(connected.install(request(), { consent: 'nothing' }))).toBe(
      'board-changed',
    )
    expect(Buffer.compare(board.flash.bytes, before)).toBe(0)
  })
})

const otherText = 'MicroPython v1.19.1 on 2022-06-18\0ESP module with ESP8266\0'

describe('a plan names', () => {
  it.each([
    ['behind the first 8 KB of a flash that begins blank', 0x8000, 5000],
    ['in the place of the new files', 0x2a0000, 4096],
    ['between firmware and files', 0xc0000, 100],
    ['at the end of the flash', 4 * megabyte - 0x2000, 64],
  ])('data %s, and the flash is not called blank', async (_, offset, sizeBytes) => {
    const { found } = await planFor(flashOf([[offset, patterned(sizeBytes, 3)]]))
    expect(found.firmware.kind).toBe('blank')
    const first = Math.floor(offset / 4096) * 4096
    expect(found.data).toMatchObject([{ offsetBytes: first, what: 'unknown' }])
  })

  it('what it overwrites, with place and size, and nothing on a flash that is erased', async () => {
    const taken = await planFor(flashOf([[0x2a0000, patterned(9000, 3)]]))
    expect(taken.losses).toEqual([
      { kind: 'data', what: 'unknown', offsetBytes: 0x2a0000, sizeBytes: 3 * 4096 },
    ])
    board.dispose()
    expect(await planFor()).toMatchObject({ losses: [], found: { data: [] } })
  })

  it('files of a layout that no current image has', async () => {
    const other = smallImage({ text: otherText })
    const flash = flashOf([
      [0, other.fill(0x33, 0, 4)],
      [0x200000, files([['/a', fileEntry('x')]], 100)],
    ])
    const { losses } = await planFor(flash)
    expect(losses).toContainEqual(
      expect.objectContaining({ kind: 'data', what: 'littlefs', offsetBytes: 0x200000 }),
    )
  })

  it('a program that only looks like an unfinished MicroPython', async () => {
    const program = patterned(0x20000, 5)
    program.set([0xe9, 1, 2, 0x40])
    program.fill(0xff, 0x8000)
    const { losses } = await planFor(flashOf([[0, program]]))
    expect(losses).toContainEqual({ kind: 'firmware' })
  })

  it('MicroPython as written when everything is erased over identical firmware', async () => {
    const plan = await planFor(flashWith(owners), { eraseAll: true, owners: 'replace' })
    expect(plan.firmware).toMatchObject({ step: 'write', sizeBytes: smallImage().length })
  })

  it('no data where the board has what an earlier installation left', async () => {
    const connected = await plugIn(flashWith(owners))
    await install(connected)
    board.powerCycle()
    const again = await allTimers(connectBoard(board.port))
    expect((await allTimers(again.plan(request()))).losses).toEqual([])
    await allTimers(again.release())
  })
})

describe('foreign bytes in the place of the radio’s settings', () => {
  it.each([1, 2, 4, 16])('on %i MB are named and put right', async (size) => {
    const sizeBytes = size * megabyte
    const text = 'MicroPython v1.23.0 on 2024-06-02\0ESP module (1M)\0'
    const firmware = size === 1 ? { firmware: smallImage({ text }) } : {}
    const flash = flashOf([[sizeBytes - 0x4000, Uint8Array.of(0xff, 0x12, 0x34)]], sizeBytes)
    const connected = await plugIn(flash, sizeBytes)
    const plan = await allTimers(connected.plan(request(firmware)))
    const offsetBytes = sizeBytes - 0x4000
    expect(plan.losses).toContainEqual({ kind: 'rf-data', offsetBytes, sizeBytes: 4096 })
    await install(connected, firmware)
    const record = board.flash.read(offsetBytes, 128)
    // Erased or, by the SDK or by us, a record: what the chip starts with.
    expect(record.every((byte) => byte === 0xff) || record[0] === 0x05).toBe(true)
    expect(record.subarray(1, 3)).not.toEqual(Uint8Array.of(0x12, 0x34))
  })
})

describe('one look per stay in the bootloader', () => {
  it('a change of the preset asks the board nothing', async () => {
    const connected = await plugIn(flashWith([['/big', fileEntry(patterned(320_000, 2))]]))
    await allTimers(connected.plan(request()))
    for (const name of ['H', 'Ho', 'Home']) {
      const portal = { ...request().portal, accessPointName: name }
      const work = () => allTimers(connected.plan(request({ portal })))
      expect(await sentDuring(work)).toBe(0)
    }
    await allTimers(connected.release())
  })

  it('a plan that is cancelled midway leaves the board in its bootloader', async () => {
    const connected = await plugIn(flashWith([['/big', fileEntry(patterned(320_000, 2))]]))
    const abort = new AbortController()
    const onProgress = ({ detail }: { detail?: string }) =>
      detail?.startsWith('Reading') && abort.abort()
    const options = { signal: abort.signal, onProgress }
    expect(await failing(connected.plan(request(), options))).toBe('AbortError')
    expect(board.port.readable).not.toBeNull()
    const resets = vi.spyOn(board.port, 'setSignals')
    await allTimers(connected.plan(request()))
    expect(resets).not.toHaveBeenCalled()
    await allTimers(connected.release())
  })

  it('a backup that is cancelled does, too', async () => {
    const connected = await plugIn(flashWith(owners))
    const abort = new AbortController()
    const onProgress = () => abort.abort()
    expect(await failing(connected.backUp({ signal: abort.signal, onProgress }))).toBe('AbortError')
    expect(board.port.readable).not.toBeNull()
    await allTimers(connected.release())
  })
})

it('extra files that do not fit leave the board in its bootloader', async () => {
  const connected = await plugIn(flashWith(owners))
  const extraFiles = [{ path: '/huge', bytes: patterned(4_000_000, 1) }]
  expect(await failing(connected.plan(request({ extraFiles })))).toBe('filesystem-full')
  expect(board.port.readable).not.toBeNull()
  await allTimers(connected.release())
})
