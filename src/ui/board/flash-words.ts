/** Numbers of a board as people write them. */
import { hexDigits } from '../../bytes/hex'
import { flashManufacturerName } from '../../esptool/flash-id'
import type { BoardIdentity } from '../../esptool/identity'

/** "c8 4016, GigaDevice" */
export function flashIdWords({ flashManufacturer, flashDevice }: BoardIdentity): string {
  const id = `${hexDigits(flashManufacturer, 2)} ${hexDigits(flashDevice, 4)}`
  const maker = flashManufacturerName(flashManufacturer)
  return maker ? `${id}, ${maker}` : id
}

/** "4 MB", "512 KB" */
export const sizeWords = (sizeBytes: number): string =>
  sizeBytes >= 1024 * 1024
    ? `${Number((sizeBytes / 1024 / 1024).toFixed(1))} MB`
    : `${Math.round(sizeBytes / 1024)} KB`
