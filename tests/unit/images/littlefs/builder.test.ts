import { describe, expect, it } from 'vitest'
import { buildFilesystem, readFilesystem, type Entry } from '../../../../src/images/littlefs'
import { blockBytes, firstCommit } from '../../../support/littlefs-block'
import { canBeOpened } from '../../../support/littlefs-lookup'
import { encode } from '../../../support/bytes'

const file = (content: string | Uint8Array): Entry => ({
  type: 'file',
  bytes: typeof content === 'string' ? encode(content) : content,
})
const directory: Entry = { type: 'directory' }
const build = (tree: Record<string, Entry>, blockCount = 763) =>
  buildFilesystem(Object.entries(tree), { blockCount })
const block = (image: Uint8Array, address: number) =>
  image.subarray(address * blockBytes, (address + 1) * blockBytes)
const tagsAt = (image: Uint8Array, address: number) =>
  firstCommit(block(image, address)).map(({ type, id, data }) => ({
    type: type.toString(16),
    id,
    data: data.toString('hex'),
  }))

describe('an empty filesystem', () => {
  const image = build({})

  it('begins with the bytes of a board, version 2.0 in place of 2.1', () => {
    // Recorded at the start of littlefs-v1.23.0.img: revision 1, superblock, 763 blocks.
    const recorded =
      '01000000 f00ffff7 6c6974746c656673 2fe00010 01000200 00100000 fb020000 ff000000 ffffff7f fe030000'
    const expected = recorded.replace('01000200', '00000200').replaceAll(' ', '')
    expect(Buffer.from(image.subarray(0, 44)).toString('hex')).toBe(expected)
  })

  it('is one pair of which the second block is erased', () => {
    expect(image.length).toBe(2 * blockBytes)
    expect(block(image, 1).every((byte) => byte === 0xff)).toBe(true)
  })

  it('ends its commit on the program size, with a CRC tag whose next valid bit is 0', () => {
    // 0x2c: 16 bytes of padding and CRC up to 0x40, tag 0x500 3ff 010 XOR the tag before.
    const previous = 0x20100018
    const word = (Buffer.from(image).readUInt32BE(0x2c) ^ previous) >>> 0
    expect(word.toString(16)).toBe(((0x500 << 20) | (0x3ff << 10) | 0x10).toString(16))
    expect(image.subarray(0x34).every((byte) => byte === 0xff)).toBe(true)
    expect(() => firstCommit(block(image, 0))).not.toThrow()
  })
})

describe('a file', () => {
  it('of up to 128 bytes stands in its directory, the cache size of MicroPython', () => {
    const image = build({ '/a': file('x'.repeat(128)) })
    expect(tagsAt(image, 0).slice(2)).toEqual([
      { type: '1', id: 1, data: '61' },
      { type: '201', id: 1, data: '78'.repeat(128) },
    ])
  })

  it('of 129 bytes has a block of its own', () => {
    const image = build({ '/a': file('x'.repeat(129)) })
    expect(tagsAt(image, 0)[3]).toEqual({ type: '202', id: 1, data: '02000000' + '81000000' })
    expect(Buffer.from(block(image, 2)).toString('latin1')).toBe(
      'x'.repeat(129) + '\xff'.repeat(blockBytes - 129),
    )
  })

  it('of many blocks is a skip list: block n begins with its pointers, the last is the head', () => {
    const image = build({ '/a': file(new Uint8Array(5 * blockBytes)) })
    const pointers = (index: number, count: number) =>
      Array.from({ length: count }, (_, at) =>
        Buffer.from(block(image, 2 + index)).readUInt32LE(at * 4),
      )
    // SPEC.md: block n, divisible by 2^x, points to n - 2^x, in increasing x. File blocks are 2–7.
    expect(pointers(1, 1)).toEqual([2])
    expect(pointers(2, 2)).toEqual([3, 2])
    expect(pointers(3, 1)).toEqual([4])
    expect(pointers(4, 3)).toEqual([5, 4, 2])
    expect(pointers(5, 1)).toEqual([6])
    expect(tagsAt(image, 0)[3]!.data).toBe('07000000' + '00500000')
  })

  it('keeps the time of its last change in attribute 1, little-endian', () => {
    const entry: Entry = { type: 'file', bytes: new Uint8Array(), modifiedNs: 0x0d234ccf5242fc18n }
    const image = build({ '/a': entry })
    expect(tagsAt(image, 0).at(-1)).toEqual({ type: '301', id: 1, data: '18fc4252cf4c230d' })
  })
})

describe('directories', () => {
  it('hang on one list, every one behind its parent', () => {
    const image = build({ '/b': directory, '/a/x': directory, '/a/y.py': file('y') })
    expect(tagsAt(image, 0).slice(2)).toEqual([
      { type: '2', id: 1, data: '61' },
      { type: '200', id: 1, data: '02000000' + '03000000' },
      { type: '2', id: 2, data: '62' },
      { type: '200', id: 2, data: '06000000' + '07000000' },
      { type: '600', id: 0x3ff, data: '02000000' + '03000000' },
    ])
    expect(tagsAt(image, 2).at(-1)).toMatchObject({ type: '600', data: '0400000005000000' })
    expect(tagsAt(image, 4)).toEqual([{ type: '600', id: 0x3ff, data: '0600000007000000' }])
    expect(tagsAt(image, 6)).toEqual([])
  })

  it('too large for one pair go on over hard tails, with every file still to be found', () => {
    const names = Array.from({ length: 700 }, (_, at) => `/lib/${(at * 7919) % 1000}`)
    const tree = Object.fromEntries([...new Set(names)].map((name) => [name, file(name)]))
    const image = build(tree)
    expect(tagsAt(image, 2).at(-1)).toMatchObject({ type: '601', id: 0x3ff })
    const lost = Object.keys(tree).filter((name) => !canBeOpened(image, name))
    expect(lost).toEqual([])
    expect(readFilesystem(image).entries.size).toBe(Object.keys(tree).length + 1)
  })

  it('leave room to grow: no pair is more than half full or has more than 254 entries', () => {
    const tree = Object.fromEntries(
      Array.from({ length: 600 }, (_, at) => [`/${at.toString(36)}`, file('')]),
    )
    const image = build(tree)
    for (let address = 0; address < image.length / blockBytes; address += 2) {
      const entries = firstCommit(block(image, address)).filter(({ type }) => type < 0x600)
      const sizeBytes = entries.reduce((sum, { data }) => sum + 4 + data.length, 0)
      expect(sizeBytes).toBeLessThanOrEqual(blockBytes / 2)
      expect(Math.max(...entries.map(({ id }) => id))).toBeLessThan(254)
    }
  })

  it('keep names in the order of lfs.c: bytes first, and the longer before its own beginning', () => {
    const image = build({ '/a': file(''), '/ab': file(''), '/Z': file(''), '/é': file('') })
    const names = firstCommit(block(image, 0)).filter(({ type }) => type === 1)
    expect(names.map(({ data }) => data.toString())).toEqual(['Z', 'ab', 'a', 'é'])
  })
})

describe('what does not fit', () => {
  it('is refused when the blocks run out, to the block', () => {
    const tree = { '/a': file(new Uint8Array(3 * 4000)) }
    expect(build(tree, 5).length).toBe(5 * blockBytes)
    expect(() => build(tree, 4)).toThrow(expect.objectContaining({ code: 'filesystem-full' }))
  })

  it.each([
    ['a name of 256 bytes', { [`/${'é'.repeat(128)}`]: file('') }],
    ['an empty name', { '/a//b': file('') }],
    ['the parent as a name', { '/a/../b': file('') }],
    ['a file as a directory', { '/a': file(''), '/a/b': file('') }],
    ['one path for two things', { '/a/b': file(''), '/a': file('') }],
    ['the same file twice', { '/a': file(''), a: file('') }],
  ])('is refused: %s', (_, tree) => {
    expect(() => build(tree)).toThrow(expect.objectContaining({ name: 'DeviceError' }))
  })

  it('does not include a name of 255 bytes', () => {
    const path = `/${'é'.repeat(127)}x`
    expect([...readFilesystem(build({ [path]: file('') })).entries.keys()]).toEqual([path])
  })
})
