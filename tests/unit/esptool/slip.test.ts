import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SlipDecoder, slipEncode } from '../../../src/esptool/slip'
import { fromHex } from '../../support/bytes'
import { romExchange } from '../../support/golden'

function decode(chunks: Uint8Array[]): number[][] {
  const frames: number[][] = []
  const decoder = new SlipDecoder((frame) => frames.push([...frame]))
  chunks.forEach((chunk) => decoder.push(chunk))
  return frames
}

it('frames a request as recorded, with the size 0x2cc0 escaped', () => {
  const { request } = romExchange('MEM_BEGIN stub segment of 11456 bytes at 0x4010c500')
  const payload = fromHex('0005100000000000c02c0000020000000018000000c51040')
  expect(Buffer.from(slipEncode(payload)).toString('hex')).toBe(request)
})

it('takes eight answers to SYNC out of the recording', () => {
  const frames = decode([fromHex(romExchange('SYNC 0x08').response)])
  expect(frames).toHaveLength(8)
  expect(Buffer.from(frames[7] ?? []).toString('hex')).toBe('01080200070712200000')
})

it('unescapes data as recorded', () => {
  const { response } = romExchange('stub: READ_FLASH ack 256: then the 16-byte MD5 frame')
  const [data, digest] = decode([fromHex(response)])
  expect(data).toEqual(Array.from({ length: 64 }, (_, k) => 0xc0 + k))
  expect(Buffer.from(digest ?? []).toString('hex')).toBe('e2c865db4162bed963bfaa9ef6ac18f0')
})

it('gives back any payload, however the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 5 }),
      fc.array(fc.nat(200), { maxLength: 8 }),
      (payloads, cuts) => {
        const stream = Buffer.concat(payloads.map(slipEncode))
        const edges = [0, ...cuts.sort((a, b) => a - b), stream.length]
        const chunks = edges.map((edge, k) => stream.subarray(edges[k - 1] ?? 0, edge))
        expect(decode(chunks)).toEqual(payloads.map((payload) => [...payload]))
      },
    ),
  )
})

it('loses at most the next frame after any noise', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (noise) => {
      const frame = slipEncode(Uint8Array.of(1, 2, 3))
      expect(decode([noise, frame, frame]).at(-1)).toEqual([1, 2, 3])
    }),
  )
})

it('does not grow with a stream that never ends a frame', () => {
  const frames = decode([new Uint8Array(100_000).fill(7), slipEncode(Uint8Array.of(1))])
  expect(frames).toEqual([[1]])
})
