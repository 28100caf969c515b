/** Sizes of a flash chip, by esptool's names: those that a firmware header of the ESP8266 can name. */
export const flashSizes = ['512KB', '1MB', '2MB', '4MB', '8MB', '16MB'] as const
export type FlashSize = (typeof flashSizes)[number]

const bytesOf: Record<FlashSize, number> = {
  '512KB': 2 ** 19,
  '1MB': 2 ** 20,
  '2MB': 2 ** 21,
  '4MB': 2 ** 22,
  '8MB': 2 ** 23,
  '16MB': 2 ** 24,
}

/** In bytes; undefined stays undefined: as the chip says. */
export function flashSizeBytesOf(size: FlashSize): number
export function flashSizeBytesOf(size: FlashSize | undefined): number | undefined
export function flashSizeBytesOf(size: FlashSize | undefined): number | undefined {
  return size && bytesOf[size]
}

/** "4 MB", as people write it. */
export const flashSizeWords = (size: FlashSize): string => size.replace(/(?=[KM]B)/, ' ')
