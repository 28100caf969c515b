/** The flash chip of a board as esptool writes it. */
import { hexDigits } from '../../bytes/hex'
import { flashManufacturerName } from '../../esptool/flash-id'
import type { BoardIdentity } from '../../esptool/identity'
import m from '../../messages/compiled/board-facts'

/** "c8 4016, GigaDevice" */
export function flashIdWords({ flashManufacturer, flashDevice }: BoardIdentity): string {
  const id = `${hexDigits(flashManufacturer, 2)} ${hexDigits(flashDevice, 4)}`
  const maker = flashManufacturerName(flashManufacturer)
  return maker ? m.flashMaker({ id, maker }) : id
}
