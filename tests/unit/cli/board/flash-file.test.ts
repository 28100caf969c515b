import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepFlashFile, readFlashFile } from '../../../../src/cli/board/flash-file'
import { createVirtualBoard } from '../../../../src/virtual-board/board'

let folder: string
let path: string

beforeEach(() => {
  vi.useFakeTimers()
  folder = mkdtempSync(join(tmpdir(), 'flash-file-'))
  path = join(folder, 'flash.bin')
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

describe('the flash in a file', () => {
  it('is written a moment after a change, whole, with no temporary file left', () => {
    const board = createVirtualBoard({ flashSizeBytes: 0x100000 })
    const finish = keepFlashFile(path, board)
    board.flash.program(0x1000, Uint8Array.of(1, 2, 3))
    expect(readdirSync(folder)).toEqual([])
    vi.advanceTimersByTime(500)
    expect(readdirSync(folder)).toEqual(['flash.bin'])
    expect(readFileSync(path).equals(board.flash.bytes)).toBe(true)
    finish()
    board.dispose()
  })

  it('is written at the end if a change is still pending, and not afterwards', () => {
    const board = createVirtualBoard({ flashSizeBytes: 0x100000 })
    const finish = keepFlashFile(path, board)
    board.flash.program(0, Uint8Array.of(7))
    finish()
    board.flash.program(1, Uint8Array.of(8))
    vi.advanceTimersByTime(1000)
    expect([...readFileSync(path).subarray(0, 2)]).toEqual([7, 0xff])
    board.dispose()
  })

  it('comes back on the next start, and is refused if it is larger than the flash', () => {
    expect(readFlashFile(path, 0x100000)).toBeUndefined()
    writeFileSync(path, Uint8Array.of(1, 2, 3))
    expect(readFlashFile(path, 0x100000)).toEqual(Uint8Array.of(1, 2, 3))
    expect(() => readFlashFile(path, 2)).toThrow('has 3 bytes, the flash only 2')
  })
})
