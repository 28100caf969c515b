import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toRuns } from '../../../../src/provision/plan/flash-runs'
import { differingSectors } from '../../../../src/provision/plan/differing-sectors'

const sector = 4096
const chunk = 0x10000

/** Flash that answers hashes, and remembers what it was asked. */
function flashOf(content: Uint8Array) {
  const asked: { offset: number; size: number }[] = []
  const md5 = async (offset: number, size: number) => {
    asked.push({ offset, size })
    return createHash('md5')
      .update(content.subarray(offset, offset + size))
      .digest('hex')
  }
  return { md5, asked, hashedBytes: () => asked.reduce((sum, { size }) => sum + size, 0) }
}

const noise = (size: number, seed = 1) =>
  Uint8Array.from({ length: size }, (_, at) => (Math.imul(at + seed, 2654435761) >>> 13) & 0x7f)

function changed(bytes: Uint8Array, ...sectors: number[]): Uint8Array {
  const copy = bytes.slice()
  for (const index of sectors) copy[index * sector + 5]! ^= 1
  return copy
}

const region = (bytes: Uint8Array, offsetBytes = 0) => ({ offsetBytes, bytes })
const indices = (flags: boolean[]) => flags.flatMap((flag, index) => (flag ? [index] : []))

describe('asking which sectors differ', () => {
  it('takes one hash per 64 KiB where nothing does', async () => {
    const bytes = noise(5 * chunk + 3000)
    const flash = flashOf(bytes)
    expect(indices(await differingSectors(flash, region(bytes)))).toEqual([])
    expect(flash.asked.map(({ size }) => size)).toEqual([...Array(5).fill(chunk), 3000])
  })

  it('finds single sectors, also the last and incomplete one', async () => {
    const wanted = noise(2 * chunk + 5000)
    const flash = flashOf(changed(wanted, 3, 17, 33))
    expect(indices(await differingSectors(flash, region(wanted)))).toEqual([3, 17, 33])
  })

  it('does not ask on and on where everything differs', async () => {
    const wanted = noise(10 * chunk)
    const flash = flashOf(new Uint8Array(10 * chunk))
    expect((await differingSectors(flash, region(wanted))).every(Boolean)).toBe(true)
    expect(flash.hashedBytes()).toBeLessThan(0.35 * wanted.length)
  })

  it('never calls a sector equal that is not, and hashes less than twice the region', async () => {
    const layout = fc.record({
      size: fc.integer({ min: 1, max: 6 * chunk }),
      sectors: fc.array(fc.nat(95), { maxLength: 40 }),
      offset: fc.constantFrom(0, sector, 0x100000),
    })
    await fc.assert(
      fc.asyncProperty(layout, async ({ size, sectors, offset }) => {
        const wanted = noise(size)
        const inside = sectors.filter((index) => index * sector + 5 < size)
        const content = new Uint8Array(offset + size)
        content.set(changed(wanted, ...new Set(inside)), offset)
        const flash = flashOf(content)
        const found = await differingSectors(flash, region(wanted, offset))
        expect(found.length).toBe(Math.ceil(size / sector))
        for (const index of inside) expect(found[index]).toBe(true)
        expect(flash.hashedBytes()).toBeLessThanOrEqual(2.1 * size + sector)
      }),
      { numRuns: 100 },
    )
  })
})

describe('runs of sectors', () => {
  const flags = (count: number, ...differing: number[]) =>
    Array.from({ length: count }, (_, index) => differing.includes(index))
  const shape = (bytes: Uint8Array, differs: boolean[], baudRate = 460_800, commandMs = 6) =>
    toRuns(region(bytes, 0x100000), differs, { baudRate, commandMs }).map(
      ({ offsetBytes, bytes, erased }) => [
        (offsetBytes - 0x100000) / sector,
        bytes.length / sector,
        erased,
      ],
    )

  it('join adjacent ones and leave out what is equal', () => {
    expect(shape(noise(8 * sector), flags(8, 1, 2, 3, 6))).toEqual([
      [1, 3, false],
      [6, 1, false],
    ])
  })

  it('take a gap along only where its bytes are cheaper than a command', () => {
    const differs = flags(5, 1, 3)
    const bytes = noise(5 * sector)
    expect(shape(bytes, differs, 115_200, 20)).toHaveLength(2)
    expect(shape(bytes, differs, 921_600, 3)).toHaveLength(2)
    expect(shape(bytes, differs, 921_600, 20)).toEqual([[1, 3, false]])
    const erasedGap = bytes.slice().fill(0xff, 2 * sector, 3 * sector)
    expect(shape(erasedGap, differs, 115_200, 20)).toEqual([[1, 3, false]])
  })

  it('erase what shall be erased, and do not cut a run for a single erased sector', () => {
    const bytes = noise(12 * sector).fill(0xff, 2 * sector, 3 * sector)
    expect(shape(bytes, flags(12, 2))).toEqual([[2, 1, true]])
    expect(shape(bytes, flags(12, 1, 2, 3))).toEqual([[1, 3, false]])
    bytes.fill(0xff, 5 * sector, 10 * sector)
    expect(shape(bytes, flags(12, 4, 5, 6, 7, 8, 9, 10))).toEqual([
      [4, 1, false],
      [5, 5, true],
      [10, 1, false],
    ])
  })

  it('never erase by itself a last sector of which only a part is ours', () => {
    const bytes = new Uint8Array(sector + 100).fill(0xff)
    expect(shape(bytes, flags(2, 1))).toEqual([[1, 100 / sector, false]])
  })

  it('cover every differing sector exactly once', () => {
    const differs = fc.array(fc.boolean(), { minLength: 1, maxLength: 60 })
    const erased = fc.array(fc.nat(59))
    fc.assert(
      fc.property(
        differs,
        erased,
        fc.constantFrom(115_200, 460_800, 3_000_000),
        (flags, blank, baud) => {
          const bytes = noise(flags.length * sector)
          for (const at of blank) bytes.fill(0xff, at * sector, (at + 1) * sector)
          const covered = new Set<number>()
          for (const run of toRuns(region(bytes), flags, { baudRate: baud, commandMs: 20 })) {
            expect(run.bytes).toEqual(
              bytes.subarray(run.offsetBytes, run.offsetBytes + run.bytes.length),
            )
            expect(run.erased && run.bytes.some((byte) => byte !== 0xff)).toBe(false)
            for (let at = run.offsetBytes; at < run.offsetBytes + run.bytes.length; at += sector) {
              expect(covered.has(at / sector)).toBe(false)
              covered.add(at / sector)
            }
          }
          for (const at of indices(flags)) expect(covered.has(at)).toBe(true)
        },
      ),
    )
  })
})
