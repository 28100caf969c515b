/**
 * What the SDK and MicroPython find in a booted image: the flash size that its header claims, which
 * variant it is, and where that variant keeps its filesystem. Layout: MicroPython's esp8266 port
 * (makeimg.py writes the total size at 0x8FFC; flashbdev.py computes the filesystem).
 */
import { u32 } from './loader-frames'

const blockBytes = 4096
/** RF data and system parameters of the SDK, at the end of the flash. */
const sdkBytes = 5 * blockBytes
const totalSizeAt = 0x8ffc
const digestBytes = 16

const headerSizes = new Map([
  [0, 0x80000],
  [1, 0x40000],
  [2, 0x100000],
  [3, 0x200000],
  [4, 0x400000],
  [8, 0x800000],
  [9, 0x1000000],
])

/** Names and version of the flashed firmware, as in its banner and in `sys` and `os`. */
export interface FirmwareIdentity {
  /** `v1.23.0`; a build without tags has a bare hash. */
  version: string
  /** Of the build, YYYY-MM-DD. */
  date: string
  /** `ESP module with ESP8266` */
  machine: string
  /** What the image's header claims, which the SDK believes. */
  flashSizeBytes: number
}

export interface BootImage {
  /** Flash size in the image's header (bits 4 to 7 of its fourth byte). */
  headerSizeBytes: number
  /** Undefined if the image is not MicroPython. */
  identity: FirmwareIdentity | undefined
  /** [major, minor] of MicroPython; undefined if the image is something else, or has no version in it. */
  version: readonly [number, number] | undefined
  /** False if the image's last bytes were never written. */
  isComplete: boolean
  /** Undefined for variants without one. */
  filesystem: { offsetBytes: number; blockCount: number } | undefined
}

/** @param flash contents of the chip, with a bootable image at its start */
export function inspectImage(flash: Uint8Array): BootImage {
  const headerSizeBytes = headerSizes.get((flash[3] ?? 0) >> 4) ?? 0x80000
  const totalBytes = Math.min(u32(flash, totalSizeAt), flash.length - digestBytes)
  const text = new TextDecoder('latin1').decode(flash.subarray(0, totalBytes))
  return {
    headerSizeBytes,
    identity: identityOf(text, headerSizeBytes),
    version: versionOf(text),
    isComplete: flash.subarray(totalBytes, totalBytes + digestBytes).some((byte) => byte !== 0xff),
    filesystem: filesystemOf(text, headerSizeBytes),
  }
}

/** A build from a clone without tags names a hash; what it holds shows how old it is at least. */
function versionOf(text: string): BootImage['version'] {
  const named = /MicroPython v(\d+)\.(\d+)/.exec(text)
  if (named) return [Number(named[1]), Number(named[2])]
  const hashed = /(\d\.\d+\.\d+; )?MicroPython [0-9a-f]{7,40}\S{0,9} on \d{4}-\d\d-\d\d/.exec(text)
  if (!hashed) return undefined
  return hashed[1] ? [1, 19] : [1, text.includes('VfsLfs2') ? 13 : 12]
}

function identityOf(text: string, flashSizeBytes: number): FirmwareIdentity | undefined {
  const [, version, date] = /MicroPython ([\w.+-]+) on (\d{4}-\d\d-\d\d)/.exec(text) ?? []
  if (!version || !date) return undefined
  const [board = 'ESP module'] = /ESP module(?: \([\w ]+\))?/.exec(text) ?? []
  return { version, date, machine: `${board} with ESP8266`, flashSizeBytes }
}

function filesystemOf(text: string, headerSizeBytes: number): BootImage['filesystem'] {
  if (text.includes('ESP module (512K)')) return undefined
  const offsetBytes = text.includes('ESP module (1M)') ? 0x99000 : 0x100000
  return { offsetBytes, blockCount: (headerSizeBytes - sdkBytes - offsetBytes) / blockBytes }
}
