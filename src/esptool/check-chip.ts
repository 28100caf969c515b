/**
 * Is an ESP8266 on the other end of the wire? The register's values: CHIP_DETECT_MAGIC_REG_ADDR and
 * CHIP_DETECT_MAGIC_VALUE in esptool's targets/.
 */
import { hex } from '../bytes/hex'
import { DeviceError } from '../errors'
import type { Esp8266Loader } from './esp8266-loader'

/** Differs between all chips of the family. */
const chipMagicRegister = 0x40001000
const chipMagic = 0xfff0c101

/** What somebody may have plugged in instead; the newer chips have too many values to list. */
const otherChips: Record<number, string> = { 0x00f01d83: 'an ESP32', 0x000007c6: 'an ESP32-S2' }

/** @throws `wrong-chip` unless an ESP8266 answers */
export async function checkChip(loader: Esp8266Loader): Promise<void> {
  const magic = await loader.readReg(chipMagicRegister)
  if (magic === chipMagic) return
  const what = otherChips[magic] ?? 'another chip'
  throw new DeviceError('wrong-chip', `This is ${what}: its magic is ${hex(magic)}.`)
}

/** True if the chip answers as an ESP8266 within `timeoutMs`. */
export async function answers(loader: Esp8266Loader, timeoutMs: number): Promise<boolean> {
  return (await loader.readReg(chipMagicRegister, timeoutMs)) === chipMagic
}
