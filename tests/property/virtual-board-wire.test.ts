/** The virtual board's own SLIP and wire, on arbitrary bytes. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bareChip } from '../unit/virtual-board/chip/bare-chip'
import { recordedExchanges } from '../unit/virtual-board/chip/recorded-exchanges'
import { SlipDecoder, slipFrame } from '../../src/virtual-board/chip/slip'
import { resample, isWithinTolerance } from '../../src/virtual-board/usb/wrong-baud'

const bytes = fc.uint8Array({ minLength: 1, maxLength: 300 })
/** Bytes among which SLIP's own are common. */
const nasty = fc
  .array(fc.oneof(fc.constantFrom(0xc0, 0xdb, 0xdc, 0xdd), fc.nat(255)), { minLength: 1 })
  .map((array) => Uint8Array.from(array))

function decoded(wire: Iterable<number>): Uint8Array[] {
  const frames: Uint8Array[] = []
  const decoder = new SlipDecoder((frame) => frames.push(frame))
  for (const byte of wire) decoder.push(byte)
  return frames
}

describe('SLIP of the virtual chip', () => {
  it('frames as RFC 1055 says', () => {
    expect([...slipFrame(Uint8Array.of(1, 0xc0, 0xdb, 2))]).toEqual([
      0xc0, 1, 0xdb, 0xdc, 0xdb, 0xdd, 2, 0xc0,
    ])
  })

  it('gives back every sequence of frames, with noise before them', () => {
    fc.assert(
      fc.property(fc.array(nasty), fc.uint8Array(), (frames, noise) => {
        const quiet = noise.filter((byte) => byte !== 0xc0)
        const wire = [...quiet, ...frames.flatMap((frame) => [...slipFrame(frame)])]
        expect(decoded(wire)).toEqual(frames)
      }),
    )
  })

  it('finds a good frame again after two delimiters, whatever came before', () => {
    fc.assert(
      fc.property(nasty, nasty, (before, frame) => {
        const frames = decoded([...before, 0xc0, 0xc0, ...slipFrame(frame)])
        const again = decoded([...before, 0xc0, ...slipFrame(frame)])
        expect([frames.at(-1), again.at(-1)]).toContainEqual(frame)
      }),
    )
  })
})

/** What leads away from the loader on purpose: end of flash or RAM mode, reading flash, running. */
const leavingOpcodes = [0x04, 0x06, 0xd2]
const requests = fc.array(
  nasty.filter((frame) => !leavingOpcodes.includes(frame[0]!)),
  { maxLength: 20 },
)
const sync = recordedExchanges().find(({ name }) => name === 'SYNC 0x08')!.request

/** A chip in its bootloader, or with the stub running; gives the number of answers to a SYNC. */
function loader(withStub: boolean) {
  let sent: number[] = []
  const { chip } = bareChip({ gpio0Low: true, transmit: (out) => sent.push(...out) })
  chip.boot('external')
  if (withStub) {
    const end = recordedExchanges().findIndex(({ name }) => name.startsWith('MEM_END'))
    for (const { request } of recordedExchanges().slice(1, end + 1)) chip.receive(request, 115200)
  }
  const answersToSync = () => {
    sent = []
    chip.receive(sync, 115200)
    return decoded(sent).filter((frame) => frame[1] === 0x08 && frame[8] === 0).length
  }
  return { chip, answersToSync }
}

describe('ROM and stub', () => {
  it('answer a SYNC after any requests', () => {
    fc.assert(
      fc.property(requests, (frames) => {
        const { chip, answersToSync } = loader(false)
        for (const frame of frames) chip.receive(slipFrame(Uint8Array.of(0, ...frame)), 115200)
        expect(answersToSync()).toBe(8)
      }),
      { numRuns: 100 },
    )
  })

  it('the stub at the second try at the latest, as the first may report an earlier failure', () => {
    fc.assert(
      fc.property(requests, (frames) => {
        const { chip, answersToSync } = loader(true)
        for (const frame of frames) chip.receive(slipFrame(Uint8Array.of(0, ...frame)), 115200)
        expect([answersToSync(), answersToSync()]).toContain(8)
      }),
      { numRuns: 30 },
    )
  })
})

describe('a UART that listens at another rate', () => {
  it('understands within 3.5 %, as a UART that samples the middle of ten bits does', () => {
    expect(isWithinTolerance(115200, 116110)).toBe(true)
    expect(isWithinTolerance(74880, 115200)).toBe(false)
  })

  it('gets the bytes themselves as long as the rates are close', () => {
    fc.assert(
      fc.property(bytes, fc.double({ min: 0.97, max: 1.03, noNaN: true }), (sent, ratio) => {
        expect(resample(sent, 115200, 115200 * ratio)).toEqual(sent)
      }),
    )
  })

  it('gets garbage of plausible length otherwise, and never hangs', () => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 300, max: 2e6 }), (sent, rate) => {
        const received = resample(sent, 115200, rate)
        expect(received.length).toBeLessThanOrEqual(
          Math.ceil((sent.length * rate) / 115200) * 2 + 2,
        )
      }),
      { numRuns: 50 },
    )
  })
})
