/** What src/ relies on from a board, on the virtual one with MicroPython on it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeDemoImage } from '../../src/images/demo-image'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { createMicroPythonProgram } from '../../src/virtual-board/python-worker/node'
import { boardSuite } from './board-suite'

let board: VirtualBoard

beforeAll(() => {
  const flash = makeDemoImage()
  flash[3] = 0x30
  const program = createMicroPythonProgram()
  board = createVirtualBoard({ flash, flashSizeBytes: 2 * 1024 * 1024, program })
})
afterAll(() => board.dispose())

const seen: Record<string, string> = {
  'DTR and RTS lead into the bootloader, which tells what the board is':
    'ESP8266EX, 2048 KB of flash',
  'the stub starts, and talks at a higher rate': '460800 baud',
  'what is read has the MD5 that the board says, twice': '16384 bytes',
  'a reset prints the ROM’s boot log at 74,880 baud': 'boot mode:(3',
  'the port opens again at once, ten times over': 'ten times',
  'a sector is erased, written, verified and put back': 'at 0x1fa000',
  'MicroPython answers on its REPL, if there is one': 'print(6 * 7) → 42',
}

for (const [name, run] of Object.entries(boardSuite)) {
  it(name, async () => {
    const flashBefore = Buffer.from(board.flash.bytes.subarray(0x1fa000, 0x1fb000))
    expect(await run(board.port)).toBe(seen[name])
    expect(Buffer.from(board.flash.bytes.subarray(0x1fa000, 0x1fb000))).toEqual(flashBefore)
    expect(board.port.readable).toBeNull()
  })
}
