/**
 * The radio's settings at the end of the flash, without which the SDK does not start. Up to 4 MB
 * MicroPython writes them itself at its first boot, but only where all 128 bytes are erased; over
 * anything else the chip restarts for ever, with "rf_cal[0] !=0x05". Of larger chips the boot ROM has
 * no idea, so that MicroPython would put them where nobody looks.
 * Bytes: MicroPython ports/esp8266/esp_init_data.c, which writes the same 128 at end - 16 KiB (MIT).
 */
import { fromHex } from '../../bytes/hex'
import type { WaitOptions } from '../../async/deadline'
import { sectorBytes, type Region } from '../../esptool/region'
import type { FlashRun } from '../plan/flash-runs'
import type { FlashSight } from './flash-window'
import type { Survey } from './found'
import { between, type Stretch } from './flash-ranges'

const largestForRomBytes = 4 * 1024 * 1024
const fromEndBytes = 0x4000
/** RF data, calibration and system parameters: the SDK's, at the end of the flash. */
const sdkBytes = 5 * sectorBytes
const recordBytes = 128
/** The first byte of a record. */
const mark = 0x05
const erased = 0xff

const initData = [
  '0500040205050502 0500040505040505 04fefdfff0f0f0e0 e0e0e10afffff800',
  'f8f8524e4a444038 0000010102030405 0100000000000200 0000000000000000',
  'e10a000000000000 0000019343000000 0000000000000000 0000000000000000',
  '0000000000000000 0000000000000000 0000010000000000 0000000000000000',
]

const isTooLargeForRom = (flashSizeBytes: number): boolean => flashSizeBytes > largestForRomBytes

const offsetOf = (flashSizeBytes: number) => flashSizeBytes - fromEndBytes

export const rfDataSector = (flashSizeBytes: number): Stretch =>
  between(offsetOf(flashSizeBytes), offsetOf(flashSizeBytes) + sectorBytes)

export const sdkStretch = (flashSizeBytes: number): Stretch =>
  between(flashSizeBytes - sdkBytes, flashSizeBytes)

/** A record that is there may hold a board's own calibration and stays. */
export async function surveyRfData(
  flash: FlashSight,
  flashSizeBytes: number,
  options: WaitOptions,
): Promise<Survey['rfData']> {
  const record = await flash.read(offsetOf(flashSizeBytes), recordBytes, options)
  const isErased = record.every((byte) => byte === erased)
  if (!isErased && record[0] !== mark) return 'foreign'
  if (!isTooLargeForRom(flashSizeBytes)) return 'not-needed'
  return isErased ? 'missing' : 'present'
}

/** What has to be done so that the SDK starts: a record, or a place where MicroPython writes one. */
export function rfDataWork(
  { flashSizeBytes, rfData }: Pick<Survey, 'flashSizeBytes' | 'rfData'>,
  eraseFirst: boolean,
): FlashRun | undefined {
  const isRight = rfData === 'present' || rfData === 'not-needed'
  if (isTooLargeForRom(flashSizeBytes))
    return isRight && !eraseFirst ? undefined : { ...rfDataRegion(flashSizeBytes), erased: false }
  if (isRight || eraseFirst) return undefined
  const bytes = new Uint8Array(sectorBytes).fill(erased)
  return { offsetBytes: offsetOf(flashSizeBytes), bytes, erased: true }
}

function rfDataRegion(flashSizeBytes: number): Region {
  const digits = initData.join('').replaceAll(' ', '')
  return { offsetBytes: offsetOf(flashSizeBytes), bytes: fromHex(digits) }
}
