/**
 * A file that does not fit into its directory lies in a backward list of blocks: block n points to
 * block n-1 and, for every power of two that divides n, to the block that many steps before it. The
 * pointers stand in front of the block's data; the directory keeps the last block and the size.
 * Source: littlefs SPEC.md, "LFS_TYPE_CTZSTRUCT", and DESIGN.md, "CTZ skip-lists".
 */

import { Damaged } from './damage'
import { blockSizeBytes } from './geometry'

const pointerBytes = 4

/** How many pointers stand at the start of the block with this index in its file. */
function pointerCount(index: number): number {
  return index === 0 ? 0 : trailingZeros(index) + 1
}

function trailingZeros(value: number): number {
  return 31 - Math.clz32(value & -value)
}

interface DataRange {
  dataAt: number
  lengthBytes: number
}

/** For every block of a file of `sizeBytes`: where its data begins and how many bytes it holds. */
function skipListShape(sizeBytes: number): DataRange[] {
  const shape: DataRange[] = []
  for (let left = sizeBytes; left > 0;) {
    const dataAt = pointerCount(shape.length) * pointerBytes
    const lengthBytes = Math.min(left, blockSizeBytes - dataAt)
    shape.push({ dataAt, lengthBytes })
    left -= lengthBytes
  }
  return shape
}

/**
 * Writes `bytes` into blocks that `allocate` hands out (address and erased memory of each).
 * @param addresses gets the addresses of all blocks
 * @returns the address of the last block, which is the head of the list
 */
export function writeSkipList(
  bytes: Uint8Array,
  allocate: () => { address: number; memory: Uint8Array },
  addresses: number[] = [],
): number {
  let from = 0
  for (const { dataAt, lengthBytes } of skipListShape(bytes.length)) {
    const { address, memory } = allocate()
    writePointers(memory, addresses)
    memory.set(bytes.subarray(from, from + lengthBytes), dataAt)
    from += lengthBytes
    addresses.push(address)
  }
  return addresses.at(-1)!
}

function writePointers(memory: Uint8Array, before: number[]): void {
  const view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength)
  for (let power = 0; power < pointerCount(before.length); power++) {
    view.setUint32(power * pointerBytes, before[before.length - 2 ** power]!, true)
  }
}

export interface SkipList {
  bytes: Uint8Array
  /** In their order; the last one is the head. */
  blocks: number[]
}

/**
 * Collects the bytes of a file from its head.
 * @param block memory of a block; throws where there is none or it belongs to another file
 * @throws Damaged with the reason, when pointers contradict each other
 */
export function readSkipList(
  head: number,
  sizeBytes: number,
  block: (address: number) => Uint8Array,
): SkipList {
  if (sizeBytes === 0) return { bytes: new Uint8Array(), blocks: [] }
  // The size is only a claim: what costs as much as it says comes after the blocks have been found.
  const memories = [block(head)]
  const addresses = [head]
  const shape = skipListShape(sizeBytes)
  while (memories.length < shape.length) {
    const address = readPointers(memories[0]!, shape.length - memories.length)[0]!
    memories.unshift(block(address))
    addresses.unshift(address)
  }
  memories.forEach((memory, index) => checkPointers(readPointers(memory, index), index, addresses))
  return { bytes: join(memories, shape, sizeBytes), blocks: addresses }
}

function join(memories: Uint8Array[], shape: DataRange[], sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes)
  let at = 0
  shape.forEach(({ dataAt, lengthBytes }, index) => {
    bytes.set(memories[index]!.subarray(dataAt, dataAt + lengthBytes), at)
    at += lengthBytes
  })
  return bytes
}

function readPointers(memory: Uint8Array, index: number): number[] {
  const view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength)
  return Array.from({ length: pointerCount(index) }, (_, power) =>
    view.getUint32(power * pointerBytes, true),
  )
}

function checkPointers(pointers: number[], index: number, addresses: number[]): void {
  pointers.forEach((target, power) => {
    if (target === addresses[index - 2 ** power]) return
    throw new Damaged(`block ${addresses[index]} of the file points to ${target}, a wrong block`)
  })
}
