import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DeviceError } from '../../src/errors'
import { buildFilesystem, readFilesystem, type Entry } from '../../src/images/littlefs'
import { imageOf, metadataBlock, superblockTags, tag } from '../support/littlefs-block'
import { canBeOpened } from '../support/littlefs-lookup'
import { encode } from '../support/bytes'

const name = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 12 }),
    fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
    fc.constantFrom('a', 'ab', 'abc', 'main.py', 'lib', 'x'.repeat(255)),
  )
  .map((text) => text.replace(/[/\0\p{Surrogate}]/gu, '_'))
  .filter((text) => text !== '.' && text !== '..' && encode(text).length <= 255)

const sizeBytes = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.constantFrom(0, 1, 127, 128, 129, 4095, 4096, 4097, 8188, 8189, 12276, 20000, 70000),
)

const file: fc.Arbitrary<Entry> = fc.record({
  type: fc.constant('file' as const),
  bytes: fc.tuple(sizeBytes, fc.nat(255)).map(([size, seed]) => patterned(size, seed)),
  modifiedNs: fc.option(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { nil: undefined }),
})

function patterned(size: number, seed: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8) + seed) & 0xff)
}

interface Branch {
  [name: string]: Entry | Branch
}

const { branch } = fc.letrec<{ branch: Branch; node: Entry | Branch }>((tie) => ({
  branch: fc.dictionary(name, tie('node'), { maxKeys: 12, noNullPrototype: true }),
  node: fc.oneof({ maxDepth: 4, withCrossShrink: true }, file, tie('branch')),
}))

function flatten(tree: Branch, parent = ''): [string, Entry][] {
  return Object.entries(tree).flatMap(([name, node]): [string, Entry][] => {
    const path = `${parent}/${name}`
    if (isEntry(node)) return [[path, node]]
    return [[path, { type: 'directory' }], ...flatten(node, path)]
  })
}

function isEntry(node: Entry | Branch): node is Entry {
  return node.type === 'file'
}

const byPath = ([a]: [string, Entry], [b]: [string, Entry]) => (a < b ? -1 : 1)

/** An entry as a short value: comparing long byte arrays one by one takes minutes. */
function comparable([path, entry]: [string, Entry]) {
  if (entry.type === 'directory') return { path, type: entry.type }
  const bytes = Buffer.from(entry.bytes).toString('latin1')
  return { path, type: entry.type, bytes, modifiedNs: entry.modifiedNs }
}

describe('any tree', () => {
  it('comes back from its image as it was', () => {
    fc.assert(
      fc.property(branch, (tree) => {
        const entries = flatten(tree)
        const image = buildFilesystem(entries, { blockCount: 4000 })
        const read = readFilesystem(image)
        expect([...read.entries].map(comparable)).toEqual(entries.sort(byPath).map(comparable))
        expect(read).toMatchObject({ version: '2.0', blockCount: 4000, damage: [] })
        expect(entries.filter(([path]) => !canBeOpened(image, path))).toEqual([])
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  it('gives the same bytes whatever the order of the entries', () => {
    fc.assert(
      fc.property(branch, (tree) => {
        const entries = flatten(tree)
        const image = buildFilesystem(entries, { blockCount: 4000 })
        const reversed = buildFilesystem(entries.reverse(), { blockCount: 4000 })
        expect(Buffer.compare(image, reversed)).toBe(0)
      }),
      { numRuns: 50 },
    )
  }, 60_000)
})

function readOrReason(image: Uint8Array, tolerant: boolean): void {
  try {
    readFilesystem(image, { tolerant })
  } catch (error) {
    expect(error).toBeInstanceOf(DeviceError)
    expect(error).toMatchObject({ code: 'filesystem-damaged' })
  }
}

describe('a damaged image', () => {
  it('of valid commits with senseless tags never crashes (1,000 images)', () => {
    const word = fc.oneof(fc.nat(9), fc.constantFrom(4096, 20_000, 0x7fffffff, 0xffffffff))
    const data = fc.oneof(
      fc.array(word, { maxLength: 3 }),
      fc.constantFrom('a', 'b', '', '..', 'littlefs'),
      fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
    )
    const type = fc.oneof(
      fc.constantFrom(1, 2, 0xff, 0x200, 0x201, 0x202, 0x301, 0x401, 0x4ff, 0x600, 0x601, 0x7ff),
      fc.integer({ min: 1, max: 0x7ff }).filter((type) => type >>> 7 !== 0x500 >>> 7),
    )
    const id = fc.oneof(fc.nat(4), fc.constantFrom(0x3fe, 0x3ff))
    const tags = fc.array(fc.tuple(type, id, data), { maxLength: 12 })
    fc.assert(
      fc.property(
        fc.array(tags, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        (pairs, tolerant) => {
          const blocks = pairs.map((tags, index) => {
            const senseless = tags.map(([type, id, data]) => tag(type, id, data))
            return metadataBlock(1, index === 0 ? superblockTags(10) : [], senseless)
          })
          readOrReason(imageOf({ ...blocks }), tolerant)
        },
      ),
      { numRuns: 1000 },
    )
  }, 60_000)

  it('of nothing but noise is refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), (noise) => {
        expect(() => readFilesystem(noise, { tolerant: true })).toThrow(DeviceError)
      }),
    )
  })
})
