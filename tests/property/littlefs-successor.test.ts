/**
 * One filesystem after the other in the same flash: at every sector that is written the old files are there,
 * each of them, until the last one makes the new ones count.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DeviceError } from '../../src/errors'
import {
  buildFilesystem,
  readFilesystem,
  rootOf,
  succeed,
  type Entry,
  type Filesystem,
  type Successor,
} from '../../src/images/littlefs'
import { recordedFilesystem } from '../support/golden'
import { canBeOpened } from '../support/littlefs-lookup'
import { patterned } from '../support/one-pass'

const blockBytes = 4096

class Flash {
  readonly image: Uint8Array

  constructor(
    image: Uint8Array,
    readonly blockCount: number,
  ) {
    this.image = new Uint8Array(blockCount * blockBytes).fill(0xff)
    this.image.set(image.subarray(0, this.image.length))
  }

  block = (address: number) => this.image.subarray(address * blockBytes, (address + 1) * blockBytes)

  read = () => readFilesystem(this.image)

  /** @param read what `tree` was made of: by its entries it is known what stays */
  next(tree: Map<string, Entry>, { layout, blockCount }: Filesystem): Successor {
    const used = new Set([
      ...[...layout.pairs.values()].flat(2),
      ...[...layout.contents.values()].flat(),
    ])
    const root = rootOf(this.image.subarray(0, 2 * blockBytes))
    return succeed(tree, { blockCount, used, layout, root, standing: this.block })
  }
}

/** Short, and the same for the same tree. */
const told = (tree: Iterable<readonly [string, Entry]>) =>
  [...tree]
    .map(([path, entry]) =>
      entry.type === 'file' ? `${path} ${Buffer.from(entry.bytes).toString('latin1')}` : path,
    )
    .sort()

type Edit = { at: number; sizeBytes: number; kind: 'write' | 'remove' | 'rename' | 'folder' }

const names = [
  '/a',
  '/b.py',
  '/lib',
  '/lib/x.py',
  '/lib/long/y.bin',
  '/lib/long',
  '/c/d/e/f',
  '/a/z',
]

/** What a person does next, as far as it can be done. */
function edited(tree: Map<string, Entry>, { at, sizeBytes, kind }: Edit): Map<string, Entry> {
  const path = `${names[at % names.length]}${at > 200 ? at % 60 : ''}`
  const parents = path.split('/').slice(1, -1)
  const folders = parents.map((_, i) => `/${parents.slice(0, i + 1).join('/')}`)
  const next = new Map(tree)
  if (kind === 'remove' || kind === 'rename') {
    for (const [one, entry] of tree) {
      if (one !== path && !one.startsWith(`${path}/`)) continue
      next.delete(one)
      if (kind === 'rename') next.set(`/moved${at}${one.slice(path.length)}`, entry)
    }
    return next
  }
  if (folders.some((folder) => tree.get(folder)?.type === 'file')) return next
  for (const folder of folders) next.set(folder, { type: 'directory' })
  if (kind === 'folder' && !tree.has(path)) next.set(path, { type: 'directory' })
  if (kind === 'write' && tree.get(path)?.type !== 'directory') {
    next.set(path, { type: 'file', bytes: patterned(sizeBytes, at), modifiedNs: 1n })
  }
  return next
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(400),
  sizeBytes: fc.oneof(fc.nat(200), fc.nat(9000), fc.constantFrom(128, 129, 4096, 4097, 30_000)),
  kind: fc.constantFrom('write', 'write', 'write', 'remove', 'rename', 'folder'),
})

const beginnings = {
  'its own': () =>
    new Flash(
      buildFilesystem(new Map([['/main.py', { type: 'file', bytes: patterned(5000, 1) }]]), {
        blockCount: 64,
      }),
      64,
    ),
  "MicroPython's": () => new Flash(recordedFilesystem(), 763),
}

describe.each(Object.entries(beginnings))('after %s filesystem', (name, begin) => {
  const numRuns = name === 'its own' ? 40 : 12

  it('each change is there as a whole or not at all', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), fc.nat(), (edits, cut) => {
        const flash = begin()
        for (const one of edits) change(flash, one, cut)
      }),
      { numRuns },
    )
  })
})

function change(flash: Flash, one: Edit, cut: number): void {
  const read = flash.read()
  const before = read.entries
  const tree = edited(before, one)
  let next: Successor
  try {
    next = flash.next(tree, read)
  } catch (error) {
    expect(error).toBeInstanceOf(DeviceError)
    expect(error).toMatchObject({ code: 'no-space' })
    return
  }
  for (const [address, bytes] of next.blocks) flash.block(address).set(bytes)
  expect(told(flash.read().entries)).toEqual(told(before))
  const root = flash.block(next.root.address)
  // The supply goes while the sector is written: erased, and a part of it there.
  root.fill(0xff)
  root.set(next.root.bytes.subarray(0, cut % 60))
  expect(told(flash.read().entries)).toEqual(told(before))
  root.set(next.root.bytes)
  const after = flash.read()
  expect(after.damage).toEqual([])
  expect(told(after.entries)).toEqual(told(tree))
  checkLookups(flash, [...tree.keys()])
  const all = [...after.layout.pairs.values()].flat(2)
  expect(next.used).toEqual(new Set([...all, ...[...after.layout.contents.values()].flat()]))
}

/** The tool knows a filesystem whose first block counts. */
function checkLookups(flash: Flash, paths: string[]): void {
  const image = flash.image.slice()
  const { address } = rootOf(image.subarray(0, 2 * blockBytes))
  image.copyWithin(0, address * blockBytes, (address + 1) * blockBytes)
  expect(paths.filter((path) => !canBeOpened(image, path))).toEqual([])
}

it('what has not changed is not written again', () => {
  const flash = beginnings["MicroPython's"]()
  const change = (content: string) => {
    const read = flash.read()
    const tree = new Map(read.entries)
    tree.set('/new.txt', { type: 'file', bytes: Buffer.from(content.repeat(300)) })
    const { blocks, root } = flash.next(tree, read)
    for (const [address, bytes] of [...blocks, [root.address, root.bytes] as const]) {
      flash.block(address).set(bytes)
    }
    return blocks.size
  }
  change('first')
  expect(change('second')).toBe(1)
  expect(change('third')).toBe(1)
})
