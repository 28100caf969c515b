/**
 * The recordings in tests/golden/, each read here and nowhere else. They come from real boards and real
 * browsers: never written by our own code. tests/golden/web-serial.json is read in port-suite/expected.ts.
 */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import bootLogs from '../golden/boot-logs.json'
import firmwareImages from '../golden/firmware-images.json'
import filesystemListing from '../golden/littlefs-v1.23.0.json'
import replExchanges from '../golden/repl-v1.23.0.json'
import romAndStub from '../golden/rom-and-stub.json'

export {
  /** What a chip says at a boot, by case: segments of one baud rate each. */
  bootLogs,
  /** Header, segments, checksum and sizes of two official MicroPython images. */
  firmwareImages,
  /** Geometry of the recorded filesystem, and its entries with size and SHA-256. */
  filesystemListing,
  /** MicroPython v1.23.0: what is sent (`tx`) and answered (`rx`), one character a byte. */
  replExchanges,
  /** Requests and responses of ROM loader and stub, SLIP-framed, as hexadecimal digits. */
  romAndStub,
}

export type ReplExchange = (typeof replExchanges)[number]

/** Without baud rates. Throws if there is no such case. */
export function bootLogText(name: string): string {
  const log = bootLogs.find((entry) => entry.case === name)
  if (!log) throw new Error(`No boot log "${name}" in the recording.`)
  return log.segments.map(({ text }) => text).join('')
}

/** The filesystem that MicroPython v1.23.0 wrote, a new copy each time. */
export const recordedFilesystem = (): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    gunzipSync(readFileSync(new URL('../golden/littlefs-v1.23.0.img.gz', import.meta.url))),
  )

/** One of `romAndStub`, in hexadecimal digits. Throws if there is none of this name. */
export function romExchange(name: string): { request: string; response: string } {
  const found = romAndStub.find((entry) => entry.name === name)
  if (!found) throw new Error(`No exchange "${name}" in the recording.`)
  return { request: found.request ?? '', response: found.response ?? '' }
}
