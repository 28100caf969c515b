/**
 * Official MicroPython releases for the ESP8266 that this page knows by name, newest first, and how
 * their files are called: https://micropython.org/download/ESP8266_GENERIC/
 */

export interface Release {
  /** "v1.29.0" */
  version: string
  /** Of the build: "20260824" */
  date: string
}

export const knownReleases = [
  { version: 'v1.29.0', date: '20260824' },
  { version: 'v1.28.0', date: '20260406' },
] as const satisfies readonly Release[]

export const newestKnownVersion = knownReleases[0].version

/** The variants that the page offers. FLASH_512K has no place for files; OTA needs yaota8266. */
export const offeredVariants = ['GENERIC', 'FLASH_1M'] as const
export type OfferedVariant = (typeof offeredVariants)[number]

const infix: Record<OfferedVariant, string> = { GENERIC: '', FLASH_1M: '-FLASH_1M' }

/** "ESP8266_GENERIC-FLASH_1M-20260824-v1.29.0.bin" */
export const releaseFile = (variant: OfferedVariant, { date, version }: Release): string =>
  `ESP8266_GENERIC${infix[variant]}-${date}-${version}.bin`

const fileForm = /^ESP8266_GENERIC(?:-(FLASH_1M))?-(\d{8})-(v\d{1,3}\.\d{1,3}(?:\.\d{1,3})?)\.bin$/

/** Of the name of an official release; undefined for previews, other variants and anything else. */
export function parseReleaseFile(
  name: string,
): (Release & { variant: OfferedVariant }) | undefined {
  const [, variant = 'GENERIC', date, version] = fileForm.exec(name) ?? []
  if (!date || !version) return undefined
  return { variant: variant === 'FLASH_1M' ? variant : 'GENERIC', date, version }
}
