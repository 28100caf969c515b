/**
 * The entry with which every littlefs begins: magic, on-disk version, geometry and limits.
 * Source: littlefs SPEC.md, "LFS_TYPE_SUPERBLOCK".
 */

import { sameBytes } from '../../bytes/bytes'
import { attributeMaxBytes, blockSizeBytes, fileMaxBytes, nameMaxBytes } from './geometry'
import type { RawEntry } from './metadata-pair'
import { tagType } from './tags'

export interface Superblock {
  majorVersion: number
  minorVersion: number
  blockSizeBytes: number
  blockCount: number
}

export const magic = new TextEncoder().encode('littlefs')
const superblockBytes = 24

/** 2.0, which every littlefs 2 reads; MicroPython from v1.22 on raises it to 2.1 when it writes. */
const writtenVersion = 0x00020000

export function encodeSuperblock(blockCount: number): Uint8Array {
  const data = new Uint8Array(superblockBytes)
  const view = new DataView(data.buffer)
  const words = [
    writtenVersion,
    blockSizeBytes,
    blockCount,
    nameMaxBytes,
    fileMaxBytes,
    attributeMaxBytes,
  ]
  words.forEach((word, index) => view.setUint32(index * 4, word, true))
  return data
}

/** The superblock in `entry`, or undefined if it is none. */
export function decodeSuperblock(entry: RawEntry | undefined): Superblock | undefined {
  if (entry?.kind !== tagType.superblock || !sameBytes(entry.name, magic)) return undefined
  const data = entry.struct?.data
  if (entry.struct?.type !== tagType.inlineStruct || !data || data.length < superblockBytes) {
    return undefined
  }
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  return {
    majorVersion: view.getUint16(2, true),
    minorVersion: view.getUint16(0, true),
    blockSizeBytes: view.getUint32(4, true),
    blockCount: view.getUint32(8, true),
  }
}
