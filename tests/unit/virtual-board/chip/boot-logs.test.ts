import { describe, expect, it } from 'vitest'
import { bareChip } from './bare-chip'
import { bootLogs } from '../../../support/golden'
import { v112Image, v123Image } from '../../../support/recorded-images'
import { decode } from '../../../support/bytes'

const sizeByte = { '512K': 0x00, '1M': 0x20, '2M': 0x30, '4M': 0x40 }

/** Flash contents for each recorded case. */
const contents: Record<string, () => Uint8Array> = {
  blank: () => new Uint8Array(),
  'not-an-image': () => new Uint8Array(4096).fill(0x55),
  'v1.12-header-untouched-512KB-on-4MB': () => v112Image(),
  'v1.23-4MB-bad-irom-byte': () => flipped(withSize('4M'), 0x20000),
  'v1.23-4MB-bad-segment-byte': () => flipped(withSize('4M'), 0x100),
  'v1.23-4MB-filesystem-corrupt': () => withCorruptFilesystem(withSize('4M')),
  'v1.23-4MB-first-boot': () => withSize('4M'),
  'v1.23-4MB-truncated': () => withSize('4M').subarray(0, 300000),
  'v1.23-header-2MB-on-4MB': () => withSize('2M'),
  'v1.23-header-untouched-1MB-on-4MB': () => withSize('1M'),
}

function withSize(size: keyof typeof sizeByte): Uint8Array {
  const image = v123Image()
  image[3] = sizeByte[size]
  return image
}

function flipped(image: Uint8Array, offset: number): Uint8Array {
  image[offset] = (image[offset] ?? 0) ^ 0xff
  return image
}

function withCorruptFilesystem(image: Uint8Array): Uint8Array {
  const flash = new Uint8Array(0x101000).fill(0xff)
  flash.set(image)
  flash.fill(0x5a, 0x100000)
  return flash
}

interface Segment {
  baud: number
  text: string
}

/** Boots a chip with this flash and lets it run for `ms`; gives what it printed, by baud rate. */
function bootLog(content: Uint8Array, ms: number): Segment[] {
  const printed: Segment[] = []
  const { chip, clock } = bareChip({
    content,
    transmit: (bytes, baud) => printed.push({ baud, text: decode(bytes) }),
  })
  chip.boot('watchdog')
  clock.advance(ms)
  chip.halt()
  return byBaudRate(printed)
}

/** The recording starts a new segment in the middle of 74880 baud, too. */
function byBaudRate(segments: Segment[]): Segment[] {
  const merged: Segment[] = []
  for (const { baud, text } of segments) {
    const last = merged.at(-1)
    if (last?.baud === baud) last.text += text
    else merged.push({ baud, text })
  }
  return merged
}

const loops = /rf_cal\[0\]|looks corrupt/

describe('boot log', () => {
  it(`has flash contents for each of the ${bootLogs.length} recorded cases`, () => {
    expect(Object.keys(contents).sort()).toEqual(bootLogs.map((one) => one.case).sort())
  })

  for (const { case: name, segments } of bootLogs) {
    it(`is the recorded one: ${name}`, () => {
      const expected = byBaudRate(segments).map(({ baud, text }) => ({
        baud,
        text: text.replace('<ap mac>', '1a:fe:34:42:44:42'),
      }))
      const actual = bootLog(contents[name]!(), 4000)
      expect(actual.map(({ baud }) => baud)).toEqual(expected.map(({ baud }) => baud))
      expected.forEach(({ text }, i) => {
        // A boot that repeats itself was recorded until the recording was cut off.
        const printed = actual[i]!.text
        expect(loops.test(text) ? printed.slice(0, text.length) : printed).toBe(text)
      })
    })
  }
})
