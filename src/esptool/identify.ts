/**
 * Which ESP8266 is on the other end of the wire, with how much flash. Registers: esptool's
 * targets/esp8266.py.
 */
import { hexDigits } from '../bytes/hex'
import { DeviceError } from '../errors'
import { chipName, crystalMhz, macAddress, type EfuseWords } from './efuses'
import { words, type Esp8266Loader } from './esp8266-loader'
import {
  flashSizeBytes,
  isFlashPresent,
  largestFlashBytes,
  parseFlashId,
  type FlashId,
} from './flash-id'
import type { BoardIdentity } from './identity'
import { opcode } from './opcodes'
import type { Session } from './session'
import { uartDividerRegister } from './uart-divider'

const efuseRegister = 0x3ff00050

/**
 * Uploads the stub only if the flash does not answer the ROM.
 * @param chosenBytes the size to go by where the chip does not tell it
 * @throws `flash-size-unknown`, or `flash-silent` where no flash answers
 */
export async function identify(session: Session, chosenBytes?: number): Promise<BoardIdentity> {
  const { loader } = session
  const efuses = await readEfuses(loader)
  const { baudRate } = session
  const divider = await loader.readReg(uartDividerRegister)
  let flash = await readFlashId(loader)
  if (!isFlashPresent(flash)) flash = await readFlashId(await session.withStub())
  return {
    chip: chipName(efuses),
    mac: macAddress(efuses),
    crystalMhz: crystalMhz(baudRate, divider),
    flashManufacturer: flash.manufacturer,
    flashDevice: flash.device,
    ...sizeOf(flash, chosenBytes),
  }
}

async function readEfuses(loader: Esp8266Loader): Promise<EfuseWords> {
  const word = (index: number) => loader.readReg(efuseRegister + 4 * index)
  return [await word(0), await word(1), await word(2), await word(3)]
}

async function readFlashId(loader: Esp8266Loader): Promise<FlashId> {
  // The ROM connects the flash only for its own FLASH_BEGIN; an empty one erases nothing.
  const attach = words(0, 0, 0, 0)
  if (!loader.IS_STUB) await loader.checkCommand('attach the flash', opcode.flashBegin, attach)
  return parseFlashId(await loader.readFlashId())
}

function sizeOf(
  flash: FlashId,
  chosenBytes: number | undefined,
): Pick<BoardIdentity, 'flashSizeBytes' | 'flashSizeChosen'> {
  const id = `${hexDigits(flash.manufacturer)} ${hexDigits(flash.device)}`
  if (!isFlashPresent(flash)) {
    throw new DeviceError('flash-silent', `Asked for its id, the flash says "${id}".`)
  }
  const sizeBytes = flashSizeBytes(flash)
  if (sizeBytes !== undefined) return { flashSizeBytes: Math.min(sizeBytes, largestFlashBytes) }
  if (chosenBytes !== undefined) return { flashSizeBytes: chosenBytes, flashSizeChosen: true }
  throw new DeviceError('flash-size-unknown', `The flash says "${id}".`)
}
