/**
 * What people drop in place of firmware, by the bytes that it begins with. Sources: the formats' own
 * specifications; for MicroPython's, py/persistentcode.h (.mpy) and extmod/vfs_rom.c (ROMFS).
 */
import { officialStep, type RefusalWords } from './refused-file'

interface Signature extends RefusalWords {
  /** Bytes and where they stand; all of them. */
  at: readonly (readonly [offset: number, bytes: string | readonly number[]])[]
}

const archive = (what: string, ...at: Signature['at']): Signature => ({
  at,
  title: 'This file is an archive',
  what: `${what} archive`,
  step: 'Unpack it first, then choose the .bin file in it.',
})
const otherChip = (what: string, ...at: Signature['at']): Signature => ({
  at,
  title: 'This file is for another kind of board',
  what,
  step: officialStep,
})
const noFirmware = (what: string, ...at: Signature['at']): Signature => ({
  at,
  title: 'This file is not firmware',
  what,
  step: officialStep,
})
const filesystem = (what: string, ...at: Signature['at']): Signature => ({
  at,
  title: 'This file has files in it, but no firmware',
  what,
  step: officialStep,
})
const compiled = (...at: Signature['at']): Signature => ({
  at,
  title: 'This file is compiled Python, not firmware',
  what: 'compiled Python (.mpy)',
  step: 'It goes to the board under “Put your own files on the board, too”. The firmware is a .bin file from micropython.org.',
})

const signatures: readonly Signature[] = [
  archive('a zip', [0, 'PK\x03\x04']),
  archive('an empty zip', [0, 'PK\x05\x06']),
  archive('a part of a zip', [0, 'PK\x07\x08']),
  archive('a gzip', [0, [0x1f, 0x8b]]),
  archive('a 7z', [0, '7z\xbc\xaf\x27\x1c']),
  archive('a rar', [0, 'Rar!\x1a\x07']),
  archive('an xz', [0, '\xfd7zXZ\0']),
  archive('a bzip2', [0, 'BZh'], [4, '1AY&SY']),
  archive('an empty bzip2', [0, 'BZh'], [4, [0x17, 0x72, 0x45]]),
  archive('a Zstandard', [0, [0x28, 0xb5, 0x2f, 0xfd]]),
  archive('an LZ4', [0, [0x04, 0x22, 0x4d, 0x18]]),
  archive('an lzip', [0, 'LZIP']),
  archive('a compress (.Z)', [0, [0x1f, 0x9d]]),
  archive('a cabinet', [0, 'MSCF']),
  archive('a tar', [257, 'ustar']),
  otherChip('a UF2 file, for another kind of board', [0, 'UF2\n']),
  otherChip('a program for Windows', [0, 'MZ\x90\0']),
  {
    at: [[0, '\x7fELF']],
    title: 'This file is not made for flashing',
    what: 'an ELF program, which a board’s image is made from',
    step: 'Choose the .bin file that lies beside it, or take the one from micropython.org.',
  },
  {
    at: [[0, [0xea]]],
    title: 'This file is only a part of a firmware',
    what: 'an ESP8266 image of the second format, which needs a boot loader of its own and is not MicroPython',
    step: officialStep,
  },
  ...[1, 2, 3, 4, 5, 6].map((version) => compiled([0, [0x4d, version]])),
  ...[5, 6].map((version) => compiled([0, [0x43, version]])),
  filesystem('a littlefs image', [8, 'littlefs']),
  filesystem('a littlefs image', [0x1008, 'littlefs']),
  filesystem('a FAT image', [510, [0x55, 0xaa]], [54, 'FAT']),
  filesystem('a FAT image', [510, [0x55, 0xaa]], [82, 'FAT32']),
  filesystem('a FAT image', [510, [0x55, 0xaa]], [3, 'MSDOS5.0']),
  filesystem('a ROMFS image', [0, [0xd2, 0xcd, 0x31]]),
  noFirmware('a picture', [0, '\x89PNG']),
  noFirmware('a picture', [0, [0xff, 0xd8, 0xff]]),
  noFirmware('a picture', [0, 'GIF8']),
  noFirmware('a PDF document', [0, '%PDF-']),
  noFirmware('a partition table of an ESP32', [0, [0xaa, 0x50]]),
]

/** Undefined if none is recognised. */
export const wordsBySignature = (bytes: Uint8Array): RefusalWords | undefined =>
  signatures.find(({ at }) => at.every(([offset, wanted]) => stands(bytes, offset, wanted)))

function stands(bytes: Uint8Array, offset: number, wanted: string | readonly number[]): boolean {
  for (let index = 0; index < wanted.length; index++) {
    const byte = typeof wanted === 'string' ? wanted.charCodeAt(index) : wanted[index]
    if (bytes[offset + index] !== byte) return false
  }
  return true
}
