/** Numbers of a board as people write them. */
import { flashManufacturerName } from '../../esptool/flash-id'
import type { BoardIdentity } from '../../esptool/identity'

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0')

/** "c8 4016, GigaDevice" */
export function flashIdWords({ flashManufacturer, flashDevice }: BoardIdentity): string {
  const id = `${hex(flashManufacturer, 2)} ${hex(flashDevice, 4)}`
  const maker = flashManufacturerName(flashManufacturer)
  return maker ? `${id}, ${maker}` : id
}

/** "4 MB", "512 KB" */
export const sizeWords = (sizeBytes: number): string =>
  sizeBytes >= 1024 * 1024
    ? `${Number((sizeBytes / 1024 / 1024).toFixed(1))} MB`
    : `${Math.round(sizeBytes / 1024)} KB`
