/**
 * What a flash chip's JEDEC id says. The last byte is the size's logarithm; a few makers count from
 * another origin, and one puts it elsewhere. Codes: esptool's DETECTED_FLASH_SIZES and the makers'
 * datasheets.
 */

/** The one table of makers: JEDEC JEP106, as flashrom (flashchips.h) and esptool name them. */
const manufacturers: Record<number, string> = {
  0x0b: 'XTX',
  0x1c: 'EON',
  0x1f: 'Adesto',
  0x20: 'Micron or XMC',
  0x46: 'BergMicro',
  0x51: 'GigaDevice MD',
  0x5e: 'Zbit',
  0x68: 'Boya',
  0x85: 'Puya',
  0x9d: 'ISSI',
  0xa1: 'Fudan',
  0xc2: 'Macronix',
  0xc4: 'Zetta',
  0xc8: 'GigaDevice',
  0xcd: 'ThinkDevice',
  0xe0: 'Paragon',
  0xef: 'Winbond',
}

export interface FlashId {
  manufacturer: number
  /** Type and size code, such as 0x4016. */
  device: number
}

/** From the word that the command 0x9f returns: manufacturer in the lowest byte. */
export function parseFlashId(word: number): FlashId {
  return { manufacturer: word & 0xff, device: (word & 0xff00) | ((word >>> 16) & 0xff) }
}

/**
 * False where no flash chip answered: the bus floats or is held. JEDEC gives neither 0x00 nor 0xff to a
 * maker, and no chip has a device id of equal bits only.
 */
export const isFlashPresent = ({ manufacturer, device }: FlashId): boolean =>
  !isAllAlike(manufacturer, 0xff) && !isAllAlike(device, 0xffff)

const isAllAlike = (bits: number, ones: number) => bits === 0 || bits === ones

/** The ESP8266 addresses its flash with 24 bits, and the firmware header names no larger size. */
export const largestFlashBytes = 2 ** 24

/**
 * What the chip holds, in bytes: 256 KiB up to 256 MiB, of which an ESP8266 uses `largestFlashBytes`.
 * Undefined for a code that names no known size.
 */
export function flashSizeBytes({ manufacturer, device }: FlashId): number | undefined {
  return sizeByCode(device & 0xff) ?? adestoSize(manufacturer, device >>> 8)
}

/** esptool's DETECTED_FLASH_SIZES. */
function sizeByCode(code: number): number | undefined {
  if (code >= 0x12 && code <= 0x1c) return 2 ** code
  if (code >= 0x20 && code <= 0x22) return 2 ** (code - 0x20 + 26)
  if (code >= 0x32 && code <= 0x3a) return 2 ** (code - 0x20)
  return undefined
}

const adesto = 0x1f
/** AT26DF and AT25DF; AT25SF. Others of this maker, such as AT25F, count from another origin. */
const adestoFamilies = [0b010, 0b100]

/**
 * Adesto (Atmel, now Renesas) puts family and density into the first byte, and a version into the
 * second: 0x84 0x01 is an AT25SF041 of 4 Mbit. Datasheets AT25SF041, AT25SF081, AT25DF161, AT25DF641:
 * "Manufacturer and Device ID Details".
 */
function adestoSize(manufacturer: number, type: number): number | undefined {
  const density = type & 0x1f
  const known = adestoFamilies.includes(type >>> 5) && density >= 3 && density <= 9
  return manufacturer === adesto && known ? 2 ** (density + 15) : undefined
}

export const flashManufacturerName = (manufacturer: number): string | undefined =>
  manufacturers[manufacturer]
