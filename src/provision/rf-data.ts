/**
 * The radio's settings at the end of the flash, without which the SDK does not start. Up to 4 MB
 * MicroPython writes them itself at its first boot; the boot ROM has no idea of larger chips, so that
 * MicroPython would put them where nobody looks.
 * Bytes: MicroPython ports/esp8266/esp_init_data.c, which writes the same 128 at end - 16 KiB (MIT).
 */
import type { WaitOptions } from '../async/deadline'
import { sectorBytes, type Region } from '../esptool/region'
import type { FlashRun } from './flash-runs'
import type { FlashSight } from './flash-window'

const largestForRomBytes = 4 * 1024 * 1024
const fromEndBytes = 0x4000
/** Version of the record; everything that is not erased has some version here. */
const erased = 0xff

const initData = [
  '0500040205050502 0500040505040505 04fefdfff0f0f0e0 e0e0e10afffff800',
  'f8f8524e4a444038 0000010102030405 0100000000000200 0000000000000000',
  'e10a000000000000 0000019343000000 0000000000000000 0000000000000000',
  '0000000000000000 0000000000000000 0000010000000000 0000000000000000',
]

export const needsRfData = (flashSizeBytes: number): boolean => flashSizeBytes > largestForRomBytes

const offsetOf = (flashSizeBytes: number) => flashSizeBytes - fromEndBytes

/** True if the record is erased; one that is there may hold a board's own calibration and stays. */
export async function lacksRfData(
  flash: FlashSight,
  flashSizeBytes: number,
  options: WaitOptions,
): Promise<boolean> {
  const record = await flash.read(offsetOf(flashSizeBytes), 128, options)
  return record.every((byte) => byte === erased)
}

export function rfDataRegion(flashSizeBytes: number): Region {
  const hex = initData.join('').replaceAll(' ', '')
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16))
  return { offsetBytes: offsetOf(flashSizeBytes), bytes }
}

/**
 * The record made anew, whatever stands there: erased where MicroPython and the SDK write their own into
 * an erased sector, written where they do not. The system parameters behind it stay.
 */
export function renewedRfData(flashSizeBytes: number): FlashRun {
  if (needsRfData(flashSizeBytes)) return { ...rfDataRegion(flashSizeBytes), erased: false }
  const bytes = new Uint8Array(sectorBytes).fill(erased)
  return { offsetBytes: offsetOf(flashSizeBytes), bytes, erased: true }
}
