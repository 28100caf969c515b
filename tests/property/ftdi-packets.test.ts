/** Two bytes of status at the head of each packet, whatever its size: what was received comes out as it was. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { concatBytes } from '../../src/bytes/bytes'
import { unpackPackets, withLengthBytes } from '../../src/serial/webusb/ftdi-packets'

const idle = [0x01, 0x60]
const bytesOf = (received: ReturnType<typeof unpackPackets>) =>
  concatBytes(received.filter((item) => typeof item !== 'string'))

const transfer = fc.record({
  packetBytes: fc.constantFrom(8, 64, 512),
  content: fc.uint8Array({ maxLength: 3000 }),
  /** Packets of status alone before it. */
  idlePackets: fc.nat(3),
})

it('a transfer of full packets and a last short one', () => {
  fc.assert(
    fc.property(transfer, ({ packetBytes, content }) => {
      const packets: number[] = []
      for (let at = 0; at < content.length; at += packetBytes - 2) {
        packets.push(...idle, ...content.subarray(at, at + packetBytes - 2))
      }
      const received = unpackPackets(Uint8Array.from(packets), packetBytes, false)
      expect(bytesOf(received)).toEqual(Uint8Array.from(content))
    }),
  )
})

it('packets of status alone bring nothing, nor does a transfer that is cut in its status', () => {
  fc.assert(
    fc.property(fc.constantFrom(64, 512), fc.nat(2), fc.nat(255), (packetBytes, length, status) => {
      const data = Uint8Array.of(status, status).subarray(0, length)
      expect(unpackPackets(data, packetBytes, true)).toEqual([])
    }),
  )
})

it('errors are only those of data, and a break is the last byte if that is 0', () => {
  const unpack = (status: number, bytes: number[], checksParity = true) =>
    unpackPackets(Uint8Array.of(0x01, status, ...bytes), 64, checksParity)
  expect(unpack(0x1e, [])).toEqual([])
  expect(unpack(0x10, [1, 0])).toEqual([Uint8Array.of(1), 'BreakError'])
  expect(unpack(0x10, [1, 2])).toEqual([Uint8Array.of(1, 2)])
  expect(unpack(0x04, [7])).toEqual(['ParityError'])
  expect(unpack(0x08, [7], false)).toEqual([Uint8Array.of(7)])
  expect(unpack(0x02, [7])).toEqual(['BufferOverrunError', Uint8Array.of(7)])
})

it('the oldest chip gets a length before what each packet carries', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.constantFrom(8, 64), (bytes, packetBytes) => {
      const packed = withLengthBytes(bytes, packetBytes)
      const parts: Uint8Array[] = []
      for (let at = 0; at < packed.length; at += packetBytes) {
        const packet = packed.subarray(at, at + packetBytes)
        expect(packet[0]).toBe(((packet.length - 1) << 2) | 1)
        parts.push(packet.subarray(1))
      }
      expect(concatBytes(parts)).toEqual(Uint8Array.from(bytes))
    }),
  )
})
