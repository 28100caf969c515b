/** Restarts and crashes, out of text and out of the noise that the boot ROM is at 115,200 baud. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BootEvents } from '../../../src/micropython/boot-events'
import { concatBytes } from '../../../src/bytes/bytes'
import { heardAtWrongRate } from '../../../src/micropython/wrong-rate'
import { resample } from '../../../src/virtual-board/usb/wrong-baud'
import { encode } from '../../support/bytes'
import { bootLogs } from '../../support/golden'

const romLog = (cause: number, mode: number, second = 7) =>
  `\r\n ets Jan  8 2013,rst cause:${cause}, boot mode:(${mode},${second})\r\n\r\nload 0x40100000, len 31212, room 16 \r\ntail 12\r\n`

function heard(bytes: Uint8Array, size = 64) {
  const events = new BootEvents()
  for (let at = 0; at < bytes.length; at += size) events.push(bytes.subarray(at, at + size), at)
  return events.events
}

describe('a restart, heard at the console’s rate', () => {
  it.each([0.985, 0.9937, 1, 1.0023, 1.015])('is read rightly (a clock of %d)', (clock) => {
    for (const resetCause of [1, 2, 3, 4, 5]) {
      for (const [mode, source] of [
        [1, 'bootloader'],
        [3, 'flash'],
        [7, 'sdio'],
      ] as const) {
        const noise = resample(encode(romLog(resetCause, mode, 6)), 74_880 * clock, 115_200)
        expect(heard(noise)).toMatchObject([{ is: 'restart', resetCause, source }])
      }
    }
  })

  it('is read from the recorded logs, as often as the chip starts in them', () => {
    for (const { segments } of bootLogs) {
      const text = segments
        .filter(({ baud }) => baud === 74_880)
        .map(({ text }) => text)
        .join('')
      // The line is idle while a chip resets.
      const boots = text.split(/(?=\r\n ets Jan)/)
      const noise = boots.map((boot) => resample(encode(boot), 74_880, 115_200))
      const events = heard(concatBytes(noise))
      expect(events).toHaveLength(text.split('rst cause').length - 1)
      for (const event of events) {
        expect(event).toMatchObject({ is: 'restart', resetCause: 4, source: 'flash' })
      }
    }
  })

  it('is told without a reason where half of the noise is missing (Firefox)', () => {
    const noise = resample(encode(romLog(2, 3)), 74_880, 115_200, false)
    expect(heard(noise)).toMatchObject([{ is: 'unclear-restart' }])
  })

  it('is told as well when the one before was cut short', () => {
    const noise = resample(encode(romLog(4, 3)), 74_880, 115_200)
    for (const size of [3, 1000]) {
      expect(heard(concatBytes([noise.subarray(0, 30), noise]), size)).toMatchObject([
        { is: 'unclear-restart' },
        { is: 'restart', resetCause: 4 },
      ])
    }
  })

  it('is read when the chip paused in its line, or told without a reason; never read wrongly', () => {
    const log = encode(romLog(4, 1))
    let read = 0
    for (let pause = 10; pause < 60; pause++) {
      const parts = [log.subarray(0, pause), log.subarray(pause)]
      const noise = concatBytes(parts.map((part) => resample(part, 74_880, 115_200)))
      const [event] = heard(noise)
      expect(event?.is).toMatch(/restart/)
      if (event?.is !== 'restart') continue
      expect(event).toMatchObject({ resetCause: 4, source: 'bootloader' })
      read++
    }
    expect(read).toBeGreaterThan(30)
  })

  it('does not depend on where the noise is cut', () => {
    const noise = resample(encode(romLog(4, 3)), 74_880, 115_200)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), (size) => {
        expect(heard(noise, size)).toMatchObject([{ is: 'restart', resetCause: 4 }])
      }),
      { numRuns: 20 },
    )
  })
})

it('two ways to lay bits out in time hear the same', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const rate = { sentAt: 74_880, readAt: 115_200 }
      expect(heardAtWrongRate(bytes, rate)).toHaveLength(
        resample(bytes, rate.sentAt, rate.readAt).length,
      )
    }),
    { numRuns: 50 },
  )
})

describe('text', () => {
  it('of a ROM that can be read, and of an exception with its registers', () => {
    const text = `${romLog(2, 3)}Fatal exception 28(LoadProhibitedCause):\r\nepc1=0x4020abcd, epc2=0x00000000, epc3=0x00000000, excvaddr=0x00000008, depc=0x00000000\r\n`
    expect(heard(encode(text), 7)).toMatchObject([
      { is: 'restart', resetCause: 2, source: 'flash' },
      { is: 'crash', cause: 28, epc1: '0x4020abcd', excvaddr: '0x00000008' },
    ])
    expect(heard(encode('Fatal exception (0):\r\n'))).toMatchObject([{ is: 'crash', cause: 0 }])
  })

  it('of programs says nothing, and what is kept is bounded', () => {
    expect(heard(encode('>>> print(1)\r\n1\r\n'))).toEqual([])
    expect(heard(encode('Fatal exception (9):\r\n'.repeat(500))).length).toBe(50)
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => void heard(bytes)))
  })
})
