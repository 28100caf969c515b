/** Numbers of a board as people write them. Manufacturer ids: JEDEC JEP106, as flashrom names them. */
import type { BoardIdentity } from '../../esptool/identity'

const manufacturers: Record<number, string> = {
  0x0b: 'XTX',
  0x1c: 'EON',
  0x20: 'XMC',
  0x5e: 'Zbit',
  0x68: 'Boya',
  0x85: 'Puya',
  0x9d: 'ISSI',
  0xa1: 'Fudan',
  0xc2: 'Macronix',
  0xc8: 'GigaDevice',
  0xef: 'Winbond',
}

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0')

/** "c8 4016, GigaDevice" */
export function flashIdWords({ flashManufacturer, flashDevice }: BoardIdentity): string {
  const id = `${hex(flashManufacturer, 2)} ${hex(flashDevice, 4)}`
  const maker = manufacturers[flashManufacturer]
  return maker ? `${id}, ${maker}` : id
}

/** "4 MB", "512 KB" */
export const sizeWords = (sizeBytes: number): string =>
  sizeBytes >= 1024 * 1024
    ? `${Number((sizeBytes / 1024 / 1024).toFixed(1))} MB`
    : `${Math.round(sizeBytes / 1024)} KB`
