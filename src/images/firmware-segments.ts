/**
 * The first part of an ESP8266 image: header, segments for the RAM, XOR checksum, as the boot ROM
 * loads them. Knows nothing of MicroPython.
 * Source: Espressif's esptool documentation, "ESP8266 Firmware Image Format".
 */

import { hex } from '../bytes/hex'
import { DeviceError } from '../errors'
import { flashModeOf, flashSizeOf, type FlashMode } from './flash-header'

export interface Segment {
  /** Address in the chip's memory. */
  loadAddress: number
  /** Offset of the data in the image. */
  offset: number
  sizeBytes: number
}

export interface LoadedPart {
  flashMode: FlashMode
  flashSizeBytes: number
  entryAddress: number
  segments: Segment[]
  /** Where the checksum stands: the last byte of its 16-byte line. */
  checksumOffset: number
  checksum: number
}

export const espMagic = 0xe9
const checksumSeed = 0xef
const headerBytes = 8
const segmentHeaderBytes = 8
/** The ROM loads no more (esptool, ESP8266ROMImage). */
const maxSegments = 16

/**
 * @throws DeviceError 'image-truncated', 'image-damaged', 'image-not-esp8266', or
 *   'image-no-micropython' for a program that the ROM does not start by itself
 */
export function readLoadedPart(bytes: Uint8Array): LoadedPart {
  needBytes(bytes, headerBytes, 'its header')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const segments = readSegments(bytes, view)
  const last = segments.at(-1)!
  const checksumOffset = (last.offset + last.sizeBytes) | 15
  needBytes(bytes, checksumOffset + 1, 'its checksum')
  return {
    flashMode: flashModeOf(view.getUint8(2)),
    flashSizeBytes: flashSizeOf(view.getUint8(3)),
    entryAddress: view.getUint32(4, true),
    segments,
    checksumOffset,
    checksum: checkedChecksum(bytes, segments, checksumOffset),
  }
}

function readSegments(bytes: Uint8Array, view: DataView): Segment[] {
  const count = view.getUint8(1)
  if (count === 0 || count > maxSegments) throw damaged(`The header counts ${count} segments.`)
  const segments: Segment[] = []
  let offset = headerBytes
  for (let index = 0; index < count; index++) {
    const name = `segment ${index + 1} of ${count}`
    needBytes(bytes, offset + segmentHeaderBytes, name)
    const loadAddress = view.getUint32(offset, true)
    const sizeBytes = view.getUint32(offset + 4, true)
    offset += segmentHeaderBytes
    checkAddress(loadAddress, sizeBytes, name)
    needBytes(bytes, offset + sizeBytes, name)
    segments.push({ loadAddress, offset, sizeBytes })
    offset += sizeBytes
  }
  return segments
}

/** RAM of the ESP8266 that the ROM may fill: instruction RAM and data RAM. */
const ramRanges = [
  [0x40100000, 0x40110000],
  [0x3ffe8000, 0x40000000],
] as const

/** Flash as the CPU sees it: only boot loaders of other projects know segments for it. */
const mappedFlash = [0x40200000, 0x40300000] as const

function checkAddress(from: number, sizeBytes: number, name: string): void {
  if (from >= mappedFlash[0] && from < mappedFlash[1]) {
    throw new DeviceError('image-no-micropython', `${name} is for the flash, not for the RAM.`)
  }
  const fits = ramRanges.some(([start, end]) => from >= start && from + sizeBytes <= end)
  if (fits) return
  const range = `${sizeBytes} bytes at ${hex(from)}`
  throw new DeviceError('image-not-esp8266', `${name}: an ESP8266 has no RAM for ${range}.`)
}

function checkedChecksum(bytes: Uint8Array, segments: Segment[], at: number): number {
  let checksum = checksumSeed
  for (const { offset, sizeBytes } of segments) {
    for (let index = offset; index < offset + sizeBytes; index++) checksum ^= bytes[index]!
  }
  if (checksum !== bytes[at]) {
    throw damaged(
      `The checksum is ${hex(bytes[at]!, 2)} but the segments give ${hex(checksum, 2)}.`,
    )
  }
  return checksum
}

function needBytes(bytes: Uint8Array, sizeBytes: number, what: string): void {
  if (bytes.length >= sizeBytes) return
  const message = `The file ends after ${bytes.length} bytes, but ${what} needs ${sizeBytes}.`
  throw new DeviceError('image-truncated', message)
}

function damaged(message: string): DeviceError {
  return new DeviceError('image-damaged', message)
}
