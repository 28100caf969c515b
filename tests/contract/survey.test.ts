/**
 * What the page finds out about a board through the bootloader alone, and how little it reads for it.
 */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readFilesystem } from '../../src/images/littlefs'
import type { Survey } from '../../src/provision/survey/found'
import { survey, type SurveyOptions } from '../../src/provision/survey/survey'
import {
  createVirtualBoard,
  type VirtualBoard,
  type VirtualBoardOptions,
} from '../../src/virtual-board/board'
import {
  connect,
  fileEntry,
  flashWith,
  genericOffset,
  inFakeTime,
  patterned,
} from '../support/one-pass'
import { filesystemListing, recordedFilesystem } from '../support/golden'
import { smallImage } from '../support/synthetic-image'
import { encode } from '../support/bytes'
import { useFakeTime } from '../support/fake-time'

const recorded = recordedFilesystem()

let board: VirtualBoard
useFakeTime(() => board.dispose())

interface Found extends Survey {
  /** Bytes of flash that crossed the wire. */
  readBytes: number
}

function surveyOf(options: VirtualBoardOptions, how: SurveyOptions = {}): Promise<Found> {
  board = createVirtualBoard(options)
  return inFakeTime(async () => {
    const bootloader = await connect(board)
    let readBytes = 0
    const counting = {
      md5: bootloader.md5,
      read: (offset: number, size: number, ...rest: [object?]) => {
        readBytes += size
        return bootloader.read(offset, size, ...rest)
      },
    }
    const found = await survey(counting, board.flash.sizeBytes, how)
    await bootloader.close()
    return { ...found, readBytes }
  })
}

const flashOf = (parts: [offset: number, bytes: Uint8Array][], sizeBytes = 4 * 1024 * 1024) => {
  const flash = new Uint8Array(sizeBytes).fill(0xff)
  for (const [offset, bytes] of parts) flash.set(bytes, offset)
  return flash
}

describe('firmware', () => {
  it('none', async () => {
    expect((await surveyOf({})).firmware).toEqual({ kind: 'blank' })
  })

  it('MicroPython with version and variant, read in a few sectors', async () => {
    const found = await surveyOf({ flash: flashWith([]) })
    expect(found.firmware).toMatchObject({
      kind: 'micropython',
      version: 'v1.23.0',
      variant: 'GENERIC',
      sizeBytes: smallImage().length,
      digest: createHash('md5').update(smallImage().subarray(4, -16)).digest('hex'),
      flashMode: 'qio',
      headerFlashBytes: 0x400000,
    })
    expect(found.readBytes).toBeLessThan(40_000)
  })

  it('one that was not written completely', async () => {
    const cut = smallImage().fill(0xff, 0x9100)
    expect((await surveyOf({ flash: cut })).firmware).toEqual({ kind: 'damaged' })
  })

  it('one of which only the first 32 KB were written', async () => {
    const cut = smallImage().subarray(0, 0x8000)
    expect((await surveyOf({ flash: cut })).firmware).toEqual({ kind: 'damaged' })
  })

  it('one whose first sector is gone', async () => {
    const headless = smallImage().fill(0xff, 0, 4096)
    expect((await surveyOf({ flash: headless })).firmware).toEqual({ kind: 'damaged' })
  })

  it("another program's", async () => {
    const other = flashOf([
      [0, Uint8Array.of(0xe9, 1, 2, 0x40)],
      [0x1000, patterned(0x20000, 5)],
    ])
    expect((await surveyOf({ flash: other })).firmware).toEqual({ kind: 'other' })
  })
})

describe('files', () => {
  it('written by MicroPython itself, completely, without reading the rest of the flash', async () => {
    const flash = flashOf([
      [0, flashWith([]).subarray(0, 0x10000)],
      [genericOffset, recorded],
    ])
    const { filesystem, readBytes } = await surveyOf({ flash })
    if (filesystem.kind !== 'littlefs') throw new Error(filesystem.kind)
    expect(filesystem).toMatchObject({ version: '2.1', blockCount: 763, damage: [] })
    const found = [...filesystem.files].map(([path, entry]) => ({
      path,
      ...(entry.type === 'file'
        ? {
            type: 'file',
            size: entry.bytes.length,
            sha256: createHash('sha256').update(entry.bytes).digest('hex'),
          }
        : { type: 'dir' }),
    }))
    const wanted = filesystemListing.entries.map((entry) =>
      entry.type === 'file' ? entry : { path: entry.path, type: 'dir' },
    )
    const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1)
    expect(found.sort(byPath)).toEqual(wanted.sort(byPath))
    expect(readBytes).toBeLessThan(recorded.length + 60_000)
  })

  it('that are known already do not cross the wire', async () => {
    const flash = flashWith([['/big.bin', fileEntry(patterned(200_000, 4))]])
    const guess = flash.subarray(genericOffset)
    const plain = await surveyOf({ flash })
    const guessed = await surveyOf({ flash }, { guess })
    expect(plain.readBytes).toBeGreaterThan(200_000)
    expect(guessed.readBytes).toBeLessThan(40_000)
    expect(guessed.filesystem).toEqual(plain.filesystem)
  })

  it('that are known but for one block cost that block', async () => {
    const before = flashWith([['/a.bin', fileEntry(patterned(90_000, 4))]])
    const guess = before.slice(genericOffset)
    before[genericOffset + 5 * 4096 + 100]! ^= 0x55
    const guessed = await surveyOf({ flash: before }, { guess })
    const expected = readFilesystem(before.subarray(genericOffset)).entries
    expect('files' in guessed.filesystem && guessed.filesystem.files).toEqual(expected)
    expect(guessed.readBytes).toBeLessThan(60_000)
  })

  it('of a filesystem with a broken block: the others, and which one is damaged', async () => {
    const flash = flashWith([
      ['/a/deep.txt', fileEntry(patterned(500, 1))],
      ['/good.txt', fileEntry('good')],
    ])
    // The pair of the directory /a is the second one that the builder places.
    flash.fill(0x00, genericOffset + 2 * 4096, genericOffset + 4 * 4096)
    const { filesystem } = await surveyOf({ flash })
    if (filesystem.kind !== 'littlefs') throw new Error(filesystem.kind)
    expect(filesystem.files.get('/good.txt')).toEqual(fileEntry('good'))
    expect(filesystem.damage.map(({ path }) => path)).toContain('/a')
  })

  it('none on a board that was never started', async () => {
    const flash = flashWith([]).subarray(0, genericOffset)
    expect((await surveyOf({ flash })).filesystem).toMatchObject({
      kind: 'blank',
      place: { offset: genericOffset, blockCount: 763 },
    })
  })

  it('in FAT, of MicroPython before 1.13, are named as such', async () => {
    // A boot sector as oofatfs writes it: jump, name, 4096 bytes per sector, signature.
    const fat = new Uint8Array(4096)
    fat.set([0xeb, 0xfe, 0x90])
    fat.set(encode('MSDOS5.0'), 3)
    fat.set([0x00, 0x10], 11)
    fat.set([0x55, 0xaa], 510)
    const flash = flashOf([
      [0, smallImage()],
      [0x99000, fat],
    ])
    const { filesystem } = await surveyOf({ flash })
    expect(filesystem).toMatchObject({ kind: 'fat', place: { offset: 0x99000 } })
  })

  it('that cannot be read, on a board with MicroPython', async () => {
    const flash = flashOf([
      [0, smallImage()],
      [genericOffset, patterned(9000, 7)],
    ])
    expect((await surveyOf({ flash })).filesystem.kind).toBe('unreadable')
  })

  it('of a 1 MB board lie at 0x99000', async () => {
    const firmware = smallImage({ text: 'MicroPython v1.23.0 on 2024-06-02\0ESP module (1M)\0' })
    const full = flashWith([['/x', fileEntry('1M')]])
    const flash = flashOf(
      [
        [0, firmware],
        [0x99000, full.subarray(genericOffset)],
      ],
      0x100000,
    )
    const { firmware: found, filesystem } = await surveyOf({ flash, flashSizeBytes: 0x100000 })
    expect(found).toMatchObject({ variant: 'FLASH_1M' })
    expect(filesystem).toMatchObject({
      kind: 'littlefs',
      place: { offset: 0x99000, blockCount: 98 },
    })
  })
})

describe("the radio's settings", () => {
  it("are MicroPython's own business up to 4 MB", async () => {
    expect((await surveyOf({})).rfData).toBe('not-needed')
  })

  it('are missing on a blank board of 16 MB, and left alone where they are', async () => {
    const flashSizeBytes = 16 * 1024 * 1024
    expect((await surveyOf({ flashSizeBytes })).rfData).toBe('missing')
    const flash = flashOf([[flashSizeBytes - 0x4000, Uint8Array.of(5, 8)]], flashSizeBytes)
    expect((await surveyOf({ flashSizeBytes, flash })).rfData).toBe('present')
  })
})
