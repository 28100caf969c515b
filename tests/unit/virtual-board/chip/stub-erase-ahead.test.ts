/**
 * Behaviour of Espressif's stub as its source describes it (esp-flasher-stub, command_handler.c): an
 * erase is started, not waited for. Times: GD25Q32C datasheet, as in flash-chips.ts.
 */
import pako from 'pako'
import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../../../src/virtual-board/clock'
import { FlashSchedule } from '../../../../src/virtual-board/chip/flash-schedule'
import { NorFlash } from '../../../../src/virtual-board/chip/nor-flash'
import { StubWriter, stubError } from '../../../../src/virtual-board/chip/stub-writer'

const block = 0x10000
const eraseMs = 250
const programMsPer32KiB = 128 * 0.6

function rig() {
  const clock = new VirtualClock()
  const flash = new NorFlash(0x400000)
  flash.timeFactor = 1
  const schedule = new FlashSchedule(flash, () => clock.now())
  const writer = new StubWriter(flash, schedule)
  /** How long the stub is busy with a piece of work, in ms; it has passed then. */
  const busy = (work: () => number) => {
    schedule.begin()
    expect(work()).toBe(stubError.none)
    const ms = schedule.remainingMs
    clock.advance(ms)
    return ms
  }
  return { clock, flash, writer, busy }
}

const words = (...values: number[]) => new Uint8Array(Uint32Array.from(values).buffer)
const withHeader = (bytes: Uint8Array) => Uint8Array.of(...words(bytes.length, 0, 0, 0), ...bytes)

describe('the stub erases while blocks are on the wire', () => {
  it('answers the begin of a write while the first block is still being erased', () => {
    const { writer, busy } = rig()
    expect(busy(() => writer.begin(words(2 * block, 1, 0x4000, 0), true))).toBe(0)
  })

  it('waits for that erase when it has something to write, and not when it has passed meanwhile', () => {
    const compressed = withHeader(pako.deflate(new Uint8Array(block)))
    const busyAfter = (wireMs: number) => {
      const { clock, writer, busy } = rig()
      busy(() => writer.begin(words(block, 1, 0x4000, 0), true))
      clock.advance(wireMs)
      return busy(() => writer.writeDeflated(compressed))
    }
    expect(busyAfter(0)).toBeCloseTo(eraseMs + 2 * programMsPer32KiB)
    expect(busyAfter(355)).toBeCloseTo(2 * programMsPer32KiB)
  })

  it('has erased everything that it writes, and nothing behind it', () => {
    const { flash, writer, busy } = rig()
    flash.bytes.fill(0)
    const data = Uint8Array.from({ length: 3 * block + 4096 }, (_, i) => (i * 7) & 255)
    busy(() => writer.begin(words(data.length, 1, 0x4000, block), true))
    busy(() => writer.writeDeflated(withHeader(pako.deflate(data))))
    expect(flash.bytes.subarray(block, block + data.length)).toEqual(data)
    expect(flash.bytes[block - 1]).toBe(0)
    expect(flash.bytes[block + data.length]).toBe(0)
  })
})
