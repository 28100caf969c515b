/** The flash chip of a board as esptool writes it. */
import { flashManufacturerName } from '../../esptool/flash-id'
import type { BoardIdentity } from '../../esptool/identity'
import m from '../../messages/compiled/board-facts'

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0')

/** "c8 4016, GigaDevice" */
export function flashIdWords({ flashManufacturer, flashDevice }: BoardIdentity): string {
  const id = `${hex(flashManufacturer, 2)} ${hex(flashDevice, 4)}`
  const maker = flashManufacturerName(flashManufacturer)
  return maker ? m.flashMaker({ id, maker }) : id
}
