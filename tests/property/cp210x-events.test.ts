/** Event mode of the CP210x: escapes come out of the stream however the transfers cut it. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { concatBytes } from '../../src/bytes/bytes'
import { EventEscapes } from '../../src/serial/webusb/cp210x-events'

const escape = 0xec
const item = fc.oneof(
  fc.nat(255),
  fc.constantFrom('modem', 'overrun', 'parity', 'break') as fc.Arbitrary<string>,
)

/** What the chip sends, and what of it is for the page. */
function wire(what: number | string): number[] {
  if (typeof what === 'number') return what === escape ? [escape, 0] : [what]
  if (what === 'modem') return [escape, 3, 0xf0]
  if (what === 'overrun') return [escape, 2, 0x02]
  return [escape, 1, what === 'parity' ? 0x04 : 0x10, 0xaa]
}
const errorOf: Record<string, string[]> = {
  modem: [],
  overrun: ['BufferOverrunError'],
  parity: ['ParityError'],
  break: ['BreakError'],
}

it('bytes and errors in their order', () => {
  fc.assert(
    fc.property(
      fc.array(item, { maxLength: 200 }),
      fc.integer({ min: 1, max: 64 }),
      (items, cut) => {
        const sent = items.flatMap(wire)
        const events = new EventEscapes(escape)
        const received: (number | string)[] = []
        for (let at = 0; at < sent.length; at += cut) {
          for (const part of events.unpack(Uint8Array.from(sent.slice(at, at + cut)))) {
            if (typeof part === 'string') received.push(part)
            else received.push(...part)
          }
        }
        expect(received).toEqual(
          items.flatMap<number | string>((one) =>
            typeof one === 'number' ? [one] : errorOf[one]!,
          ),
        )
      },
    ),
  )
})

it('nothing is left over of a stream without escapes', () => {
  const bytes = Uint8Array.from({ length: 200 }, (_, at) => at)
  const parts = new EventEscapes(escape).unpack(bytes)
  expect(concatBytes(parts.filter((part) => typeof part !== 'string'))).toEqual(bytes)
})
