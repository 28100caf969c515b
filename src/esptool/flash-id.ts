/**
 * What a flash chip's JEDEC id says. The last byte is the size's logarithm; a few makers count from
 * another origin. Codes: esptool's DETECTED_FLASH_SIZES and the makers' datasheets.
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

/** False for a bus that floats or is held: no chip answered. */
export const isFlashPresent = ({ manufacturer, device }: FlashId): boolean =>
  !(manufacturer === 0 && device === 0) && !(manufacturer === 0xff && device === 0xffff)

/** Undefined for a code that names no known size. */
export function flashSizeBytes({ device }: FlashId): number | undefined {
  const code = device & 0xff
  if (code >= 0x12 && code <= 0x1c) return 2 ** code
  if (code >= 0x20 && code <= 0x22) return 2 ** (code - 0x20 + 26)
  if (code >= 0x32 && code <= 0x3a) return 2 ** (code - 0x20)
  return undefined
}

export const flashManufacturerName = (manufacturer: number): string | undefined =>
  manufacturers[manufacturer]
