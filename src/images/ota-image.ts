/**
 * Tells MicroPython's OTA variant, which looks like the others but is linked for a place behind the
 * boot loader yaota8266. Written at the start of the flash it does not run.
 * Source: MicroPython ports/esp8266/boards/esp8266_ota.ld (0x3c000 + 0x9000), esp8266_common.ld.
 */
import type { Segment } from './firmware-segments'

const codeAddress = 0x40209000
const otaCodeAddress = 0x40245000
const endOfCode = 0x40300000
/** Code in RAM refers to the code in flash hundreds of times; chance gives one or two. */
const enoughReferences = 16

/** True if what the RAM refers to in the flash all lies where only the OTA variant has code. */
export function isLinkedForOta(bytes: Uint8Array, segments: readonly Segment[]): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let references = 0
  for (const { offset, sizeBytes } of segments) {
    for (let at = offset; at + 4 <= offset + sizeBytes; at += 4) {
      const word = view.getUint32(at, true)
      if (word < codeAddress || word >= endOfCode) continue
      if (word < otaCodeAddress) return false
      references++
    }
  }
  return references >= enoughReferences
}
