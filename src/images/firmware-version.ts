/**
 * What a MicroPython image says about itself in plain text: version, date, board variant.
 * Source: MicroPython py/mkrules (version string), ports/esp8266/boards/ESP8266_GENERIC.
 */

export const variants = ['GENERIC', 'FLASH_1M', 'FLASH_512K', 'unknown'] as const
export type Variant = (typeof variants)[number]

export interface VersionText {
  /** Such as "v1.27.0" or "v1.28.0-preview.3". */
  version: string
  variant: Variant
  /** True for the image of demo-image.ts, which contains no program. */
  demo: boolean
}

/** Stands in the version text of the demo image, and in no other. */
export const demoMarker = 'DEMO IMAGE'

const versionPattern =
  /MicroPython (v\d{1,3}\.\d{1,3}(?:\.\d{1,3})?[-.\w]{0,60}) on \d{4}-\d{2}-\d{2}([^\0]{0,120})/

/** The version text in `bytes`, or undefined if this is not MicroPython. */
export function findVersionText(bytes: Uint8Array): VersionText | undefined {
  const text = new TextDecoder('latin1').decode(bytes)
  const found = versionPattern.exec(text)
  if (!found) return undefined
  return { version: found[1]!, variant: variantIn(text), demo: found[2]!.includes(demoMarker) }
}

/** FLASH_2M_ROMFS carries GENERIC's board name and has its filesystem layout. */
function variantIn(text: string): Variant {
  if (text.includes('ESP module (512K)')) return 'FLASH_512K'
  if (text.includes('ESP module (1M)')) return 'FLASH_1M'
  return text.includes('ESP module') ? 'GENERIC' : 'unknown'
}
