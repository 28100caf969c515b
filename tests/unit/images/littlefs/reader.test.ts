import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readFilesystem } from '../../../../src/images/littlefs/reader'
import { filesystemListing, recordedFilesystem } from '../../../support/golden'
import { imageOf, metadataBlock, superblockTags, tag } from '../../../support/littlefs-block'

const image = recordedFilesystem()

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('reading the filesystem that MicroPython v1.23.0 wrote', () => {
  const filesystem = readFilesystem(image)

  it('finds exactly the recorded entries with the recorded contents', () => {
    const read = [...filesystem.entries].map(([path, entry]) =>
      entry.type === 'file'
        ? { path, type: 'file', size: entry.bytes.length, sha256: sha256(entry.bytes) }
        : { path, type: 'directory' },
    )
    const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1)
    expect(read).toEqual([...filesystemListing.entries].sort(byPath))
  })

  it('reads version and geometry from the superblock', () => {
    expect(filesystem).toMatchObject({
      version: '2.1',
      blockCount: filesystemListing.block_count,
      blockSizeBytes: filesystemListing.block_size,
      damage: [],
    })
  })

  it('gives the time of the last change as nanoseconds since 1970', () => {
    // Attribute 1 of /boot.py at 0x1091 of the image: 18 fc 42 52 cf 4c 23 0d.
    expect(filesystem.entries.get('/boot.py')).toMatchObject({
      modifiedNs: 0x0d234ccf5242fc18n,
    })
  })
})

const damaged = (reason: RegExp) =>
  expect.objectContaining({
    name: 'DeviceError',
    code: 'filesystem-damaged',
    message: expect.stringMatching(reason),
  })

const paths = (bytes: Uint8Array) => [...readFilesystem(bytes).entries.keys()]
const named = (id: number, name: string) => [tag(0x001, id, name), tag(0x201, id, name)]

describe('the block of a pair that counts', () => {
  const [a, b] = ['a', 'b'].map((name) => [...superblockTags(8), ...named(1, name)])

  it.each([
    ['the one with the higher revision', 1, 2, '/b'],
    ['wherever it lies', 5, 4, '/a'],
    ['also when the revision has wrapped around', 0xffffffff, 0, '/b'],
  ])('is %s', (_, first, second, path) => {
    const image = imageOf({ 0: metadataBlock(first, a!), 1: metadataBlock(second, b!) })
    expect(paths(image)).toEqual([path])
  })

  it('is the older one when the newer has no complete commit', () => {
    const newer = metadataBlock(2, b!)
    newer[60]! ^= 1
    expect(paths(imageOf({ 0: metadataBlock(1, a!), 1: newer }))).toEqual(['/a'])
  })

  it('counts up to its last complete commit', () => {
    const block = metadataBlock(1, a!, [tag(0x401, 2, ''), ...named(2, 'b')])
    expect(paths(imageOf({ 0: block }))).toEqual(['/a', '/b'])
    const cut = Buffer.from(block)
    cut.fill(0xff, cut.lastIndexOf('b'))
    expect(paths(imageOf({ 0: cut }))).toEqual(['/a'])
  })
})

describe('the log of a directory', () => {
  const root = (...commits: Parameters<typeof metadataBlock>[1][]) =>
    imageOf({ 0: metadataBlock(1, superblockTags(8), ...commits) })

  it('moves the later entries when one is made or deleted', () => {
    const image = root(
      [tag(0x401, 1, ''), ...named(1, 'c')],
      [tag(0x401, 1, ''), ...named(1, 'a')],
      [tag(0x401, 2, ''), ...named(2, 'b'), tag(0x4ff, 1, '')],
    )
    const { entries } = readFilesystem(image)
    expect([...entries].map(([path, entry]) => [path, 'bytes' in entry && entry.bytes])).toEqual([
      ['/b', new Uint8Array([0x62])],
      ['/c', new Uint8Array([0x63])],
    ])
  })

  it('lets later contents replace earlier ones', () => {
    const image = root([tag(0x401, 1, ''), ...named(1, 'a')], [tag(0x201, 1, 'new')])
    expect(readFilesystem(image).entries.get('/a')).toMatchObject({
      bytes: new Uint8Array(Buffer.from('new')),
    })
  })
})

describe('a filesystem in the middle of something', () => {
  it('hides the origin of a rename that a lost supply interrupted', () => {
    const state = (words: number[]) => tag(0x7ff, 0x3ff, words)
    const image = imageOf({
      0: metadataBlock(1, [
        ...superblockTags(8),
        ...named(1, 'old'),
        tag(0x002, 2, 'sub'),
        tag(0x200, 2, [2, 3]),
        tag(0x600, 0x3ff, [2, 3]),
      ]),
      // XOR over all pairs: delete (0x4ff) id 1 of pair 0, 1.
      2: metadataBlock(1, [...named(0, 'new'), state([(0x4ff << 20) | (1 << 10), 0, 1])]),
    })
    expect(paths(image)).toEqual(['/sub', '/sub/new'])
  })

  it('is read from its last superblock, which holds the root directory', () => {
    const image = imageOf({
      0: metadataBlock(9, [...superblockTags(8), tag(0x601, 0x3ff, [4, 5])]),
      4: metadataBlock(1, [...superblockTags(8), ...named(1, 'a')]),
    })
    expect(paths(image)).toEqual(['/a'])
  })
})

describe('a damaged filesystem', () => {
  const dir = (id: number, name: string, pair: number[]) => [
    tag(0x002, id, name),
    tag(0x200, id, pair),
  ]
  const big = (id: number, name: string, head: number, size: number) => [
    tag(0x001, id, name),
    tag(0x202, id, [head, size]),
  ]
  const root = (...tags: ReturnType<typeof tag>[]) =>
    imageOf({ 0: metadataBlock(1, [...superblockTags(8), ...tags]), 3: Buffer.alloc(4096) })

  it.each([
    ['nothing at all', new Uint8Array(), /no valid superblock/],
    ['erased flash', new Uint8Array(8192).fill(0xff), /no valid superblock/],
    ['a loop of directories', root(...dir(1, 'a', [0, 1])), /\/a: block 0 is used twice/],
    ['a loop in the list', root(tag(0x600, 0x3ff, [0, 1])), /comes back to block 0/],
    ['a directory without commits', root(...dir(1, 'a', [2, 3])), /hold no complete commit/],
    ['a block outside', root(...big(1, 'a', 900, 500)), /block 900 lies outside/],
    ['an impossible size', root(...big(1, 'a', 2, 0x7fffffff)), /cannot fit/],
    ['two files in one block', root(...big(1, 'a', 3, 9), ...big(2, 'b', 3, 9)), /used twice/],
    ['a wrong pointer', root(...big(1, 'a', 3, 5000)), /used twice|wrong block/],
    ['a name with a slash', root(...named(1, 'a/b')), /cannot be a name/],
    ['a name that is no text', root(tag(0x001, 1, Buffer.of(0xff))), /not UTF-8/],
    ['a name twice', root(...named(1, 'a'), ...named(2, 'a')), /two entries are named/],
    ['no place for the data', root(tag(0x001, 1, 'a')), /where its data lies/],
  ])('is refused with the reason: %s', (_, image, reason) => {
    expect(() => readFilesystem(image)).toThrow(damaged(reason))
  })

  it.each([
    ['a newer version', [0x00030000, 4096, 8, 255, 0x7fffffff, 1022], /version 3\.0/],
    ['other blocks', [0x00020001, 512, 8, 255, 0x7fffffff, 1022], /512 bytes instead of 4096/],
  ])('is refused with the reason: %s', (_, superblock, reason) => {
    const tags = [tag(0x0ff, 0, 'littlefs'), tag(0x201, 0, superblock)]
    expect(() => readFilesystem(imageOf({ 0: metadataBlock(1, tags) }))).toThrow(damaged(reason))
  })

  it('gives what is readable to a tolerant reader, and lists the rest', () => {
    const tags = [...named(1, 'a'), ...big(2, 'b', 900, 500), ...named(3, 'c')]
    const read = readFilesystem(root(...tags), { tolerant: true })
    expect([...read.entries.keys()]).toEqual(['/a', '/c'])
    expect(read.damage).toEqual([{ path: '/b', reason: 'block 900 lies outside of the image' }])
  })

  it('of a board loses only the directory whose blocks are gone', () => {
    const broken = image.slice()
    broken.fill(0, 40 * 4096, 42 * 4096) // /lib/captive_portal
    const read = readFilesystem(broken, { tolerant: true })
    const expected = filesystemListing.entries.filter(
      ({ path }) => !path.startsWith('/lib/captive_portal/'),
    )
    expect([...read.entries.keys()]).toEqual(expected.map(({ path }) => path).sort())
    expect(read.damage.map(({ path }) => path)).toContain('/lib/captive_portal')
  })
})
