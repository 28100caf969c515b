/**
 * Recognises what people drop instead of an ESP8266 image, so that the refusal can name it. Looks
 * at the first bytes only.
 */

const signatures: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['an ELF program, not a flash image', [0x7f, 0x45, 0x4c, 0x46]],
  ['a gzip archive: unpack it first', [0x1f, 0x8b]],
  ['a zip archive: unpack it first', [0x50, 0x4b, 0x03, 0x04]],
  ['a UF2 file, for another kind of board', [0x55, 0x46, 0x32, 0x0a]],
  ['compiled Python (.mpy), not firmware', [0x4d, 0x06]],
  ['an ESP8266 image of the second format, which needs a boot loader of its own', [0xea]],
  ['erased flash', [0xff, 0xff, 0xff, 0xff]],
]

/** One phrase such as "a web page, …", or undefined if nothing is recognised. */
export function nameForeignFile(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return 'an empty file'
  const known = signatures.find(([, start]) => start.every((byte, at) => bytes[at] === byte))
  return known?.[0] ?? nameText(bytes)
}

function nameText(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 512)).trimStart()
  if (/^<(!doctype|html|\?xml|head|body)/i.test(start)) {
    return 'a web page, probably saved in place of the file'
  }
  if (/^:[0-9a-f]{10}/i.test(start)) return 'an Intel HEX file'
  if (/^[\t\n\r -~]+$/.test(start)) return 'a text file'
  return undefined
}

/** Chips that share the ESP8266's first byte, by the number in their longer header (esptool). */
const chipById: Record<number, string> = {
  0: 'ESP32',
  2: 'ESP32-S2',
  5: 'ESP32-C3',
  9: 'ESP32-S3',
  12: 'ESP32-C2',
  13: 'ESP32-C6',
  16: 'ESP32-H2',
  18: 'ESP32-P4',
}

/** Name of the newer Espressif chip that the image is for, or undefined. */
export function nameNewerChip(bytes: Uint8Array): string | undefined {
  if (bytes.length < 24) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // The ESP8266's header ends after 8 bytes; there its first segment's address would begin, whose
  // lowest byte is never 0xee. The newer chips keep "no write-protect pin" there.
  return view.getUint8(8) === 0xee ? chipById[view.getUint16(12, true)] : undefined
}
