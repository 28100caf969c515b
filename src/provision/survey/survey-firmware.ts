/**
 * Which firmware a board has, without reading it: MicroPython's own digest, hashed again on the chip,
 * proves it whole. Only the version text has to be searched for, and only if the digest is unknown.
 * Layout: images/firmware-image.ts.
 */
import { concatBytes } from '../../bytes/bytes'
import { toHex } from '../../bytes/hex'
import type { WaitOptions } from '../../async/deadline'
import { sectorBytes } from '../../esptool/region'
import {
  codeOffset,
  digestBytes,
  digestStart,
  sizeOffset,
  type FirmwareImage,
} from '../../images/firmware-image'
import { espMagic } from '../../images/firmware-segments'
import { findVersionText, type VersionText } from '../../images/firmware-version'
import { flashModeOf, flashSizeOf } from '../../images/flash-header'
import { md5Hex } from '../../bytes/digest'
import type { FlashSight } from './flash-window'
import type { FoundFirmware, FoundMicroPython } from './found'

/** No MicroPython for this chip is larger; the ROM maps no more. */
const maxImageBytes = 0x100000
/** v1.23.0 has its version 49 KB before its end, v1.12 in the last sector. */
const searchBytes = 0x18000
const searchPieceBytes = 0x4000

export interface FirmwareSurvey {
  firmware: FoundFirmware
  head: Uint8Array
}

/** @param wanted the image about to be installed, with this board's header: recognised by hash alone */
export async function surveyFirmware(
  flash: FlashSight,
  wanted: FirmwareImage | undefined,
  options: WaitOptions,
): Promise<FirmwareSurvey> {
  if (await holds(flash, 0, blankStart, options))
    return { head: blankHead, firmware: { kind: 'blank' } }
  if (wanted && (await holds(flash, 0, wanted.bytes.subarray(0, sectorBytes), options))) {
    const head = wanted.bytes.subarray(0, sectorBytes)
    return { head, firmware: await judge(flash, head, wanted, options) }
  }
  const head = await flash.read(0, sectorBytes, options)
  return { head, firmware: await judge(flash, head, wanted, options) }
}

/** A blank start and a blank sector behind it: every image has code in both. */
const blankStart = new Uint8Array(2 * sectorBytes).fill(0xff)
const blankHead = blankStart.subarray(0, sectorBytes)

async function holds(flash: FlashSight, offset: number, bytes: Uint8Array, options: WaitOptions) {
  return (await flash.md5(offset, bytes.length, options)) === md5Hex(bytes)
}

async function judge(
  flash: FlashSight,
  head: Uint8Array,
  wanted: FirmwareImage | undefined,
  options: WaitOptions,
): Promise<FoundFirmware> {
  const known = wanted && head[0] === espMagic && (await wholeImage(flash, head, wanted, options))
  if (known) return known
  const damaged = () => notWhole(flash, head, wanted, options)
  if (isBlank(head)) return damaged()
  if (head[0] !== espMagic) return { kind: 'other' }
  const sizeSector = sizeOffset - (sizeOffset % sectorBytes)
  const tail = await flash.read(sizeSector, sectorBytes, options)
  const view = new DataView(tail.buffer, tail.byteOffset)
  const sizeBytes = view.getUint32(sizeOffset % sectorBytes, true)
  if (sizeBytes === 0xffffffff && isBlank(tail)) return damaged()
  if (sizeBytes <= codeOffset || sizeBytes > maxImageBytes) return { kind: 'other' }
  return (await micropython(flash, head, sizeBytes, options)) ?? damaged()
}

/** The wanted image, if its last sector is there and then all of it: one hash decides. */
async function wholeImage(
  flash: FlashSight,
  head: Uint8Array,
  { bytes, version, variant }: FirmwareImage,
  options: WaitOptions,
): Promise<FoundMicroPython | undefined> {
  const lastSector = bytes.length - (bytes.length % sectorBytes || sectorBytes)
  if (!(await holds(flash, lastSector, bytes.subarray(lastSector), options))) return undefined
  if (!(await holds(flash, digestStart, bytes.subarray(digestStart), options))) return undefined
  const digest = toHex(bytes.subarray(-digestBytes))
  return { kind: 'micropython', sizeBytes: bytes.length, digest, version, variant, ...header(head) }
}

async function notWhole(
  flash: FlashSight,
  head: Uint8Array,
  wanted: FirmwareImage | undefined,
  options: WaitOptions,
): Promise<FoundFirmware> {
  if (!wanted) return { kind: 'damaged' }
  const isOurs = await isBegun(flash, head, wanted, options)
  const how = isOurs ? { wantedBytes: wanted.bytes.length } : { isUnproven: true as const }
  return { kind: 'damaged', ...how }
}

/** An installation of this very image that was interrupted: its first sector is there, or its second. */
async function isBegun(
  flash: FlashSight,
  head: Uint8Array,
  { bytes }: FirmwareImage,
  options: WaitOptions,
): Promise<boolean> {
  const [first, second] = [0, sectorBytes].map((at) => bytes.subarray(at, at + sectorBytes))
  if (!isBlank(head)) return head.every((byte, at) => at === 2 || at === 3 || byte === first![at])
  return holds(flash, sectorBytes, second!, options)
}

const isBlank = (bytes: Uint8Array) => bytes.every((byte) => byte === 0xff)

async function micropython(
  flash: FlashSight,
  head: Uint8Array,
  endOfCode: number,
  options: WaitOptions,
): Promise<FoundMicroPython | undefined> {
  const claimed = toHex(await readAround(flash, endOfCode, digestBytes, options))
  const actual = await flash.md5(digestStart, endOfCode - digestStart, options)
  if (claimed !== actual) return undefined
  const text = await versionText(flash, endOfCode, options)
  return {
    kind: 'micropython',
    sizeBytes: endOfCode + digestBytes,
    digest: claimed,
    version: text?.version,
    variant: text?.variant === 'unknown' ? undefined : text?.variant,
    ...header(head),
  }
}

/** A header that no parser accepts is one that the board's ROM takes for 512 KB and slow reading. */
function header(head: Uint8Array): Pick<FoundMicroPython, 'flashMode' | 'headerFlashBytes'> {
  try {
    return { flashMode: flashModeOf(head[2]!), headerFlashBytes: flashSizeOf(head[3]!) }
  } catch {
    return { flashMode: 'qio', headerFlashBytes: 0x80000 }
  }
}

async function versionText(
  flash: FlashSight,
  endOfCode: number,
  options: WaitOptions,
): Promise<Pick<VersionText, 'version' | 'variant'> | undefined> {
  const last = endOfCode - (endOfCode % 4)
  const start = Math.max(codeOffset, last - searchBytes)
  let read = new Uint8Array()
  for (let end = last; end > start; end -= searchPieceBytes) {
    const from = Math.max(start, end - searchPieceBytes)
    read = concatBytes([await flash.read(from, end - from, options), read])
    const found = findVersionText(read)
    if (found) return found
  }
  return undefined
}

/** The stub reads in whole words; the end of an image stands at one, but nobody promises it. */
async function readAround(
  flash: FlashSight,
  offset: number,
  length: number,
  options: WaitOptions,
): Promise<Uint8Array> {
  const from = offset - (offset % 4)
  const bytes = await flash.read(from, length + 4, options)
  return bytes.subarray(offset - from, offset - from + length)
}
