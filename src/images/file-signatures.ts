/**
 * What people drop in place of firmware, by the bytes that it begins with. Sources: the formats' own
 * specifications; for MicroPython's, py/persistentcode.h (.mpy) and extmod/vfs_rom.c (ROMFS).
 */
import type { FileKind } from './refused-file'

/** Bytes and where they stand; all of them. */
type Place = readonly [offset: number, bytes: string | readonly number[]]

interface Signature {
  kind: FileKind
  at: readonly Place[]
}

const is = (kind: FileKind, ...at: readonly Place[]): Signature => ({ kind, at })

const signatures: readonly Signature[] = [
  is('zip', [0, 'PK\x03\x04']),
  is('empty-zip', [0, 'PK\x05\x06']),
  is('zip-part', [0, 'PK\x07\x08']),
  is('gzip', [0, [0x1f, 0x8b]]),
  is('7z', [0, '7z\xbc\xaf\x27\x1c']),
  is('rar', [0, 'Rar!\x1a\x07']),
  is('xz', [0, '\xfd7zXZ\0']),
  is('bzip2', [0, 'BZh'], [4, '1AY&SY']),
  is('empty-bzip2', [0, 'BZh'], [4, [0x17, 0x72, 0x45]]),
  is('zstandard', [0, [0x28, 0xb5, 0x2f, 0xfd]]),
  is('lz4', [0, [0x04, 0x22, 0x4d, 0x18]]),
  is('lzip', [0, 'LZIP']),
  is('compress', [0, [0x1f, 0x9d]]),
  is('cabinet', [0, 'MSCF']),
  is('tar', [257, 'ustar']),
  is('uf2', [0, 'UF2\n']),
  is('windows-program', [0, 'MZ\x90\0']),
  is('elf', [0, '\x7fELF']),
  is('esp8266-v2', [0, [0xea]]),
  ...[1, 2, 3, 4, 5, 6].map((version) => is('mpy', [0, [0x4d, version]])),
  ...[5, 6].map((version) => is('mpy', [0, [0x43, version]])),
  is('littlefs', [8, 'littlefs']),
  is('littlefs', [0x1008, 'littlefs']),
  is('fat', [510, [0x55, 0xaa]], [54, 'FAT']),
  is('fat', [510, [0x55, 0xaa]], [82, 'FAT32']),
  is('fat', [510, [0x55, 0xaa]], [3, 'MSDOS5.0']),
  is('romfs', [0, [0xd2, 0xcd, 0x31]]),
  is('picture', [0, '\x89PNG']),
  is('picture', [0, [0xff, 0xd8, 0xff]]),
  is('picture', [0, 'GIF8']),
  is('pdf', [0, '%PDF-']),
  is('partition-table', [0, [0xaa, 0x50]]),
]

/** Undefined if none is recognised. */
export const kindBySignature = (bytes: Uint8Array): FileKind | undefined =>
  signatures.find(({ at }) => at.every(([offset, wanted]) => stands(bytes, offset, wanted)))?.kind

function stands(bytes: Uint8Array, offset: number, wanted: string | readonly number[]): boolean {
  for (let index = 0; index < wanted.length; index++) {
    const byte = typeof wanted === 'string' ? wanted.charCodeAt(index) : wanted[index]
    if (bytes[offset + index] !== byte) return false
  }
  return true
}
