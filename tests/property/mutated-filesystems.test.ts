/**
 * 5,000 damaged filesystems: read whole, read in part, or refused with a reason; never a crash, never a
 * hang. What a hang would be is counted and not timed: every block that the reader looks at twice
 * costs it a line in its list of damage. Replay one with SEED=17; more with MUTATIONS=100000.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { DeviceError } from '../../src/errors'
import {
  buildFilesystem,
  readFilesystem,
  type Entry,
  type Filesystem,
} from '../../src/images/littlefs'
import { BlockMap } from '../../src/images/littlefs/block-map'
import {
  imageOf,
  metadataBlock,
  superblockTags,
  tag,
  words,
  type SpecTag,
} from '../support/littlefs-block'
import { recordedFilesystem } from '../support/golden'
import { tagDamage } from '../support/littlefs-damage'
import { forEachSeed, type Random } from '../support/random'
import { casesOfRun } from '../support/turns'
import { rawDamage } from '../support/raw-damage'

const count = Number(process.env.MUTATIONS ?? 5000)

const recorded = recordedFilesystem()

/** Directories within directories, a directory over several pairs, files over several blocks. */
function nested(): Uint8Array {
  const file = (size: number): Entry => ({ type: 'file', bytes: new Uint8Array(size).fill(size) })
  const deep = Array.from({ length: 12 }, (_, depth) => `${'/d'.repeat(depth)}/leaf`)
  const wide = Array.from({ length: 150 }, (_, index) => `/w/${index}${'n'.repeat(30)}`)
  return buildFilesystem(
    [
      ...deep.map((path, depth): [string, Entry] => [path, file(depth * 700)]),
      ...wide.map((path, index): [string, Entry] => [path, file(index % 5)]),
    ],
    { blockCount: 750 },
  )
}

const originals = [recorded, nested()]
const tenderBytes = 8 * 4096

let visits = 0
const { peek } = BlockMap.prototype
beforeAll(() => {
  BlockMap.prototype.peek = function (this: BlockMap, address: number) {
    visits++
    return peek.call(this, address)
  }
})
afterAll(() => void (BlockMap.prototype.peek = peek))

/** What reading gave, or the reason why it was refused. */
function read(image: Uint8Array, tolerant: boolean): Filesystem | string {
  visits = 0
  try {
    return readFilesystem(image, { tolerant })
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error
    expect(error.code).toBe('filesystem-damaged')
    return error.message
  }
}

/** Once on the list of all pairs, once as part of the tree, and once more for each thing damaged. */
function expectBounded(image: Uint8Array, damaged: number) {
  expect(visits, 'blocks looked at').toBeLessThanOrEqual((image.length / 4096) * 2 + 2 + damaged)
}

function expectSane({ entries }: Filesystem, image: Uint8Array) {
  let bytes = 0
  for (const [path, entry] of entries) {
    if (!isPath(path)) throw new Error(`${JSON.stringify(path)} is no path`)
    if (entry.type === 'file') bytes += entry.bytes.length
  }
  expect(bytes, 'no byte of the image is read twice').toBeLessThanOrEqual(image.length)
}

function isPath(path: string): boolean {
  const names = path.split('/').slice(1)
  const isName = (name: string) => !['', '.', '..'].includes(name) && Buffer.byteLength(name) < 256
  return path.startsWith('/') && path.length <= 4096 && names.every(isName)
}

/** Read or refused, the same in both ways of reading; gives how it ended. */
function expectReadOrRefused(image: Uint8Array): 'read' | 'in part' | 'refused' {
  const strict = read(image, false)
  expectBounded(image, 1)
  const tolerant = read(image, true)
  if (typeof tolerant === 'string') {
    expect(strict, 'what nobody can mount is refused in either way').toBe(tolerant)
    return 'refused'
  }
  expectBounded(image, tolerant.damage.length)
  expectSane(tolerant, image)
  if (typeof strict === 'string') {
    const [first] = tolerant.damage
    expect(`${first?.path}: ${first?.reason}`, 'the first damage is the reason').toBe(strict)
    return 'in part'
  }
  expect(tolerant.damage).toEqual([])
  expect([...tolerant.entries.keys()]).toEqual([...strict.entries.keys()])
  return 'read'
}

function endings(mutate: (random: Random, note: (what: string) => void) => Uint8Array) {
  const ends = { read: 0, 'in part': 0, refused: 0 }
  forEachSeed(count / 2, (random, note) => ends[expectReadOrRefused(mutate(random, note))]++)
  return ends
}

/** A test in which everything is refused at the door would show nothing of what is behind it. */
function expectAllEndings(ends: Record<string, number>) {
  if (process.env.SEED) return
  for (const end of Object.values(ends)) expect(end).toBeGreaterThan(casesOfRun(count) / 100)
}

describe(`${casesOfRun(count)} mutated filesystems are read, rescued in part or refused`, () => {
  it(`${casesOfRun(count / 2)} with flipped bits, overwritten bytes, moved blocks or a missing end`, () => {
    const ends = endings((random, note) => {
      const { bytes, what } = rawDamage(random.pick(originals), random, tenderBytes)
      note(what)
      return bytes
    })
    expectAllEndings(ends)
  }, 120_000)

  it(`${casesOfRun(count / 2)} with changed tags and pointers under a CRC that is right`, () => {
    const ends = endings((random, note) => {
      const [image, what] = tagDamage(random.pick(originals), random)
      note(what)
      return image
    })
    expectAllEndings(ends)
  }, 120_000)
})

describe('what an image could do to make a reader work for ever', () => {
  const root = (...more: ReturnType<typeof tag>[]) =>
    metadataBlock(1, [...superblockTags(4096), ...more])

  it('a list of directories that comes back to its beginning', () => {
    const image = imageOf({ 0: root(tag(0x601, 0x3ff, [2, 3])), 2: metadataBlock(1, []) })
    expect(expectReadOrRefused(image)).toBe('read')
    const cycle = metadataBlock(1, [tag(0x601, 0x3ff, [0, 1])])
    const looped = imageOf({ 0: root(tag(0x601, 0x3ff, [2, 3])), 2: cycle })
    expect(read(looped, false)).toMatch(/comes back to block 0/)
    expectReadOrRefused(looped)
  })

  it('a directory that holds itself', () => {
    const image = imageOf({ 0: root(tag(0x002, 1, 'me'), tag(0x200, 1, [0, 1])) })
    expect(read(image, false)).toMatch(/used twice/)
    expectReadOrRefused(image)
  })

  it('a file whose blocks point in a circle', () => {
    const data = Buffer.alloc(4096)
    words(3).copy(data)
    const image = imageOf({
      0: root(tag(0x001, 1, 'a'), tag(0x202, 1, [3, 12_000])),
      3: data,
    })
    expect(read(image, false)).toMatch(/block 3 is used twice/)
    expectReadOrRefused(image)
  })

  /** Pairs one after the other, each with the tags that `of` gives for it, linked by `link`. */
  function chain(length: number, of: (index: number, next: number[]) => ReturnType<typeof tag>[]) {
    const blocks: Record<number, Buffer> = {}
    for (let index = 0; index < length; index++) {
      const block = index === 0 ? 0 : index + 1 // block 1 belongs to the first pair
      const tags = of(index, [index + 2, 2000 + index])
      blocks[block] = index === 0 ? root(...tags) : metadataBlock(1, tags)
    }
    return imageOf({ ...blocks, [length + 1]: metadataBlock(1, []), 1000: Buffer.alloc(4096) })
  }

  it('thousands of files that each claim the whole disk take no memory for it', () => {
    const image = chain(100, (index, next) => [
      ...Array.from({ length: 150 }, (_, id) => [
        tag(0x001, id + 1, `${index}-${id}`),
        tag(0x202, id + 1, [999, 1000 * 4096]),
      ]).flat(),
      tag(0x601, 0x3ff, next),
    ])
    let allocatedBytes = 0
    const Bytes = class extends Uint8Array {
      constructor(...from: [number]) {
        super(...from)
        if (typeof from[0] === 'number') allocatedBytes += from[0]
      }
    }
    vi.stubGlobal('Uint8Array', Bytes)
    const found = read(image, true)
    vi.unstubAllGlobals()
    if (typeof found === 'string') throw new Error(found)
    expect(found.damage.length).toBeGreaterThan(14_000)
    expect(allocatedBytes, 'bytes for the claims of 15,000 files').toBeLessThan(2 * image.length)
  })

  it('directories nested so deeply that their paths would fill the memory', () => {
    const name = 'n'.repeat(255)
    const image = chain(400, (_, next) => [tag(0x002, 1, name), tag(0x200, 1, next)])
    const found = read(image, true)
    if (typeof found === 'string') throw new Error(found)
    expect(Math.max(...[...found.entries.keys()].map((path) => path.length))).toBe(4096)
    const reasons = found.damage.map(({ reason }) => reason)
    expect(reasons).toContain('its directories are nested too deeply')
  })

  it('a CRC tag without a CRC at the very end of a block', () => {
    const full = Buffer.alloc(0x3fd)
    const tags = [tag(0x7fe, 0x3ff, full), tag(0x7fe, 0x3ff, full), tag(0x7fe, 0x3ff, full)]
    const upToTheLastWord = tag(0x7fe, 0x3ff, full.subarray(0, 4092 - 4 - 4 - 3 * (4 + 0x3fd)))
    const block = openCommit([...tags, upToTheLastWord, { type: 0x500, id: 0x3ff, deleted: true }])
    expect(expectReadOrRefused(imageOf({ 0: block }))).toBe('refused')
  })
})

/** A block of tags without the end of a commit. */
function openCommit(tags: (Omit<SpecTag, 'data'> & { data?: Buffer })[]): Buffer {
  const block = Buffer.alloc(4096)
  let at = 4
  let previous = 0xffffffff
  for (const { type, id, data = Buffer.alloc(0), deleted } of tags) {
    const word = ((type << 20) | (id << 10) | (deleted ? 0x3ff : data.length)) >>> 0
    block.writeUInt32BE((word ^ previous) >>> 0, at)
    previous = word
    at += 4 + data.length
  }
  expect(at).toBe(4096)
  return block
}
