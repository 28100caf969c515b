/**
 * Images for the newer Espressif chips, which share the ESP8266's first byte and have a longer header.
 * Source: esptool documentation, "Firmware Image Format"; chip numbers: esp_app_format.h of ESP-IDF.
 */
import { espMagic } from './firmware-segments'

const chipById: Record<number, string> = {
  0: 'ESP32',
  2: 'ESP32-S2',
  4: 'ESP32-S3',
  5: 'ESP32-C3',
  6: 'ESP32-S3',
  9: 'ESP32-S3',
  10: 'ESP32-H2',
  12: 'ESP32-C2',
  13: 'ESP32-C6',
  14: 'ESP32-H2',
  16: 'ESP32-H2',
  18: 'ESP32-P4',
  20: 'ESP32-C61',
  23: 'ESP32-C5',
  25: 'ESP32-H21',
  28: 'ESP32-H4',
}
/** `name` is undefined for a chip that is newer than the table. */
export interface NewerChip {
  name: string | undefined
}

const shortHeaderBytes = 24
const noWriteProtectPin = 0xee

/** The newer Espressif chip that the image at `offset` is for; undefined for an ESP8266's. */
export function nameNewerChip(bytes: Uint8Array, offset = 0): NewerChip | undefined {
  const image = bytes.subarray(offset)
  if (image.length < shortHeaderBytes || image[0] !== espMagic) return undefined
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength)
  const name = chipById[view.getUint16(12, true)]
  // The ESP8266's header ends after 8 bytes; there its first segment's address would begin, which is
  // a multiple of four.
  if (view.getUint8(8) === noWriteProtectPin) return { name }
  return name && hasLongHeader(view) ? { name } : undefined
}

/** With a write-protect pin of its own: reserved bytes of 0, and a segment where those chips have memory. */
function hasLongHeader(view: DataView): boolean {
  if (view.byteLength < shortHeaderBytes + 8) return false
  const isReserved = view.getUint32(19, true) === 0 && view.getUint8(23) <= 1
  const firstAddress = view.getUint32(shortHeaderBytes, true)
  const isTheirs = firstAddress >= 0x3c000000 && firstAddress < 0x50400000 && firstAddress % 4 === 0
  return isReserved && isTheirs && view.getUint8(8) < 64 && view.getUint32(8, true) % 4 !== 0
}

/** Where these chips have their boot loader in an image of the whole flash; 0 is looked at apart. */
const bootLoaderOffsets = [0x1000, 0x2000]

/** The chip of a factory image, which begins with erased flash; undefined for any other file. */
export function nameFactoryImage(bytes: Uint8Array): NewerChip | undefined {
  if (bytes[0] !== 0xff) return undefined
  const offset = bootLoaderOffsets.find((offset) => bytes[offset] === espMagic)
  if (offset === undefined) return undefined
  if (!bytes.subarray(0, offset).every((byte) => byte === 0xff)) return undefined
  return nameNewerChip(bytes, offset) ?? { name: offset === 0x1000 ? 'ESP32' : undefined }
}
