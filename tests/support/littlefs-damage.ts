/**
 * Damage that a CRC does not catch: tags and pointers of a littlefs image are changed and the CRC is
 * made right again, so that every check of a reader behind the CRC is needed. Written from SPEC.md.
 */
import { blockBytes, completeCommits, metadataBlock, words, type SpecTag } from './littlefs-block'
import type { Random } from './random'

interface Scene {
  image: Uint8Array
  tags: SpecTag[]
  random: Random
  /** An address: of a pair, of any block, just outside, far outside, none. */
  address(): number
}

type Change = (scene: Scene) => void

const isStruct = (tag: SpecTag) => tag.type >>> 8 === 2
const isName = (tag: SpecTag) => tag.type >>> 8 === 0
const pairAddress = (scene: Scene) =>
  scene.random.pick([pairOf(scene.address()), words(scene.address(), scene.address())])
const pairOf = (address: number) => words(address, address ^ 1)

function onOne(filter: (tag: SpecTag) => boolean, change: (tag: SpecTag, scene: Scene) => void) {
  return (scene: Scene) => {
    const fitting = scene.tags.filter(filter)
    if (fitting.length > 0) change(scene.random.pick(fitting), scene)
  }
}

const names = [
  ...['', '.', '..', '/', 'a/b', 'a\0b', 'main.py', 'littlefs', '\ufeff'],
  ...['x'.repeat(255), 'x'.repeat(256), 'x'.repeat(1000), '\u00fc'.repeat(200)],
].map((name) => Buffer.from(name))

export const changes: Record<string, Change> = {
  'tail list led elsewhere': (scene) => {
    const type = scene.random.pick([0x600, 0x601])
    scene.tags.push({ type, id: 0x3ff, data: pairAddress(scene) })
  },
  'directory led elsewhere': onOne(isStruct, (tag, scene) => {
    tag.type = 0x200
    tag.data = pairAddress(scene)
  }),
  'directory made of a file': onOne(isName, (tag, scene) => {
    tag.type = 0x002
    scene.tags.push({ type: 0x200, id: tag.id, data: pairAddress(scene) })
  }),
  'file led elsewhere': onOne(isStruct, (tag, scene) => {
    tag.type = 0x202
    tag.data = words(scene.address(), size(scene))
  }),
  'size of a file': onOne(
    (tag) => tag.type === 0x202 && tag.data.length === 8,
    (tag, scene) => (tag.data = words(tag.data.readUInt32LE(0), size(scene))),
  ),
  'pointers in the data of a file': (scene) => {
    const block = scene.random.below(scene.image.length / blockBytes) * blockBytes
    const view = new DataView(scene.image.buffer, scene.image.byteOffset)
    for (let left = 1 + scene.random.below(3); left > 0; left--) {
      view.setUint32(block + 4 * scene.random.below(4), scene.address(), true)
    }
  },
  'many files of the size of the disk': (scene) => {
    for (let id = 0; id < 60; id++) {
      scene.tags.push({ type: 0x001, id, data: Buffer.from(`big${id}`) })
      scene.tags.push({ type: 0x202, id, data: words(scene.address(), scene.image.length) })
    }
  },
  name: onOne(isName, (tag, { random }) => {
    tag.data = random.pick([...names, Buffer.from([0xff, 0xc0, random.below(256)])])
  }),
  'one name twice': onOne(isName, (tag, { tags }) => {
    for (const other of tags.filter(isName)) other.data = tag.data
  }),
  type: onOne(
    () => true,
    (tag, { random }) => (tag.type = random.pick([random.below(0x800), 0x401, 0x4ff, 0x5ff])),
  ),
  id: onOne(
    () => true,
    (tag, { random }) => (tag.id = random.pick([random.below(6), 0xfe, 0x3fe, 0x3ff])),
  ),
  length: onOne(
    () => true,
    (tag, { random }) => {
      const data = Buffer.alloc(random.pick([0, 1, 7, 9, 23, 300]), 0xaa)
      tag.data.copy(data)
      tag.data = data
    },
  ),
  'deleted tag': onOne(
    () => true,
    (tag) => Object.assign(tag, { data: Buffer.alloc(0), deleted: true }),
  ),
  'tags in another order': ({ tags, random }) => void tags.sort(() => random.below(3) - 1),
  'tags left out': ({ tags, random }) => void tags.splice(random.below(tags.length), 3),
  'tags twice': ({ tags, random }) => {
    const from = random.below(tags.length)
    tags.splice(random.below(tags.length), 0, ...tags.slice(from, from + 4))
  },
  'entries made and taken away': ({ tags, random }) => {
    for (let left = 40; left > 0; left--) {
      tags.push({ type: random.pick([0x401, 0x4ff]), id: random.below(300), data: Buffer.alloc(0) })
    }
  },
  'move state': (scene) => {
    const tag = ((0x4ff << 20) | (scene.random.below(5) << 10)) >>> 0
    scene.tags.push({ type: 0x7ff, id: 0x3ff, data: words(tag, 0, scene.address()) })
  },
  superblock: ({ tags, random }) => {
    const word = () => random.pick([0, 1, 2, 10, 4096, 255, 0x20000, 0x20001, 0x7fffffff, -1])
    const data = Buffer.from(words(0x20001, blockBytes, word(), word(), word(), word()))
    data.writeInt32LE(word(), 4 * random.below(6))
    tags.push({ type: 0x0ff, id: 0, data: Buffer.from('littlefs') })
    tags.push({ type: 0x201, id: 0, data })
  },
}

function size({ image, random }: Scene): number {
  const near = image.length + random.below(3) - 1
  return random.pick([0, 1, 4095, 4097, 8188, 8189, near, 0x7fffffff, 0xffffffff])
}

/** A copy of the image in which one to three things are wrong and all CRCs right. */
export function tagDamage(original: Uint8Array, random: Random): [Uint8Array, what: string] {
  const image = original.slice()
  const what: string[] = []
  for (let left = 1 + random.below(3); left > 0; left--) {
    const name = random.pick(Object.keys(changes))
    what.push(`${name} in block ${rewriteOne(image, random, changes[name]!)}`)
  }
  return [image, what.join(', ')]
}

function rewriteOne(image: Uint8Array, random: Random, change: Change): number {
  const metadata = metadataBlocks(image)
  const block = random.pick(metadata)
  const at = block * blockBytes
  const bytes = Buffer.from(image.subarray(at, at + blockBytes))
  const tags = completeCommits(bytes)!
  const count = image.length / blockBytes
  const address = () =>
    random.pick([
      ...[random.pick(metadata), random.pick(metadata), random.below(count)],
      ...[0, block, count, count + 1, 0x7fffffff, 0xfffffffe, 0xffffffff],
    ])
  change({ image, tags, random, address })
  const revision = (bytes.readUInt32LE(0) + random.pick([0, 0, 1, -1, 0x80000000])) >>> 0
  image.set(metadataBlock(revision, ...commitsThatFit(tags)), at)
  return block
}

/** Blocks with at least one complete commit. */
function metadataBlocks(image: Uint8Array): number[] {
  const found: number[] = []
  for (let at = 0; at + blockBytes <= image.length; at += blockBytes) {
    if (completeCommits(Buffer.from(image.subarray(at, at + blockBytes)))) {
      found.push(at / blockBytes)
    }
  }
  return found.length > 0 ? found : [0]
}

/** As much as one block holds, in one commit. */
function commitsThatFit(tags: SpecTag[]): SpecTag[][] {
  let left = blockBytes - 64
  const fitting = tags.filter(({ data }) => (left -= 4 + data.length) >= 0)
  return [fitting]
}
