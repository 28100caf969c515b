/** Parts of the virtual board's MicroPython that need no MicroPython: rings, filters, the patched image. */
import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { patchImage } from '../../../../src/virtual-board/interpreter/wasm-image'
import { ByteRing } from '../../../../src/virtual-board/python-worker/byte-ring'
import { Channel } from '../../../../src/virtual-board/python-worker/channel'
import { ReplaceStart, Replace } from '../../../../src/virtual-board/python-worker/text-filter'
import { decode, encode } from '../../../support/bytes'

const text = (parts: Uint8Array[]) => decode(Uint8Array.from(parts.flatMap((p) => [...p])))

/** Cuts a text at arbitrary places. */
const pieces = (whole: string, cuts: number[]) => {
  const at = [0, ...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b), whole.length]
  return at.slice(1).map((end, i) => encode(whole.slice(at[i], end)))
}

describe('filters of output', () => {
  it('replacing does not depend on how the text comes in pieces', () => {
    const word = fc.stringMatching(/^[ab]{0,30}$/)
    fc.assert(
      fc.property(word, fc.array(fc.nat(), { maxLength: 8 }), (whole, cuts) => {
        const filter = new Replace('aab', 'X')
        const out = pieces(whole, cuts).map((piece) => filter.push(piece))
        expect(text([...out, filter.end()])).toBe(whole.replaceAll('aab', 'X'))
      }),
    )
  })

  it('the first bytes are replaced, and nothing else, in whatever pieces they come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 8 }), (cuts) => {
        const filter = new ReplaceStart(2, encode('\x04'))
        expect(text(pieces('OKOK2\r\n', cuts).map((piece) => filter.push(piece)))).toBe(
          '\x04OK2\r\n',
        )
      }),
    )
  })
})

describe('the ring between board and Python', () => {
  it('keeps order and count, whatever is put and taken when', () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.nat(40)), { maxLength: 60 })
    fc.assert(
      fc.property(steps, (list) => {
        const ring = new ByteRing(new Int32Array(ByteRing.words), new Uint8Array(17))
        const model: number[] = []
        let next = 0
        for (const [put, count] of list) {
          if (put) {
            const source = Uint8Array.from({ length: count }, () => next++ & 0xff)
            const accepted = ring.put(source)
            expect(accepted).toBe(Math.min(count, 16 - model.length))
            model.push(...source.subarray(0, accepted))
          } else expect([...ring.take(count)]).toEqual(model.splice(0, count))
          expect(ring.isEmpty).toBe(model.length === 0)
        }
      }),
    )
  })

  it('a burst of 605 bytes: 259 and the last one arrive, as recorded', () => {
    const channel = new Channel()
    const burst = encode(`y='${'z'.repeat(600)}'\x04`)
    channel.receive(burst)
    const arrived: number[] = []
    while (channel.hasInput) arrived.push(channel.nextInput() ?? -1)
    expect(arrived).toEqual([...burst.subarray(0, 259), 4])
  })
})

describe('the patched micropython.wasm', () => {
  const original = readFileSync(
    'node_modules/@micropython/micropython-webassembly-pyscript/micropython.wasm',
  )

  it('is still valid WebAssembly of the same length, with the hook for the collector placed', () => {
    const { bytes: patched, collectPendingAddress } = patchImage(original, { shared: true })
    expect(WebAssembly.validate(patched)).toBe(true)
    expect(patched.length).toBe(original.length)
    expect(collectPendingAddress).toBeGreaterThan(0)
  })

  it('has memory of one size, shared if asked for', async () => {
    for (const shared of [false, true]) {
      const { bytes: patched } = patchImage(original, { shared })
      const module = await WebAssembly.compile(patched)
      const imports: Record<string, Record<string, () => number>> = {}
      for (const { module: from, name } of WebAssembly.Module.imports(module)) {
        ;(imports[from] ??= {})[name] = () => 0
      }
      const instance = await WebAssembly.instantiate(module, imports)
      const memory = instance.exports.memory as WebAssembly.Memory
      expect(memory.buffer instanceof ArrayBuffer).toBe(!shared)
      expect(() => memory.grow(1)).toThrow(RangeError)
    }
  })
})
