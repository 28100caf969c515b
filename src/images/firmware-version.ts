/**
 * What a MicroPython image says about itself in plain text: version, date, board variant.
 * Source: MicroPython py/makeversionhdr.py (version), py/modsys.c (`sys.version`, which has been in one
 * piece with it since v1.19), ports/esp8266/boards/ESP8266_GENERIC.
 */
import { isAtLeast, parseVersion, withV } from './micropython-version'

export const variants = ['GENERIC', 'FLASH_1M', 'FLASH_512K', 'unknown'] as const
export type Variant = (typeof variants)[number]

export interface VersionText {
  /** Such as "v1.27.0" or "v1.28.0-preview.3"; undefined for a build that names none. */
  version: string | undefined
  variant: Variant
  /** True for the image of demo-image.ts, which contains no program. */
  demo: boolean
  /** It loads .mpy files of format 6: from v1.19 on. False where nothing shows it. */
  loadsMpy6: boolean
  /** Its filesystem is littlefs: from v1.13 on. False where nothing shows it. */
  usesLittlefs: boolean
}

/** Stands in the version text of the demo image, and in no other. */
export const demoMarker = 'DEMO IMAGE'

/**
 * `sys.version` before it, the name, in Pycom's builds MicroPython's own name in brackets, the date,
 * and what follows. Every part is bounded: this also runs over other people's bytes.
 */
const textPattern =
  /(\d\.\d{1,2}\.\d{1,2}; )?MicroPython (\w[-+.\w]{0,79})(?: \[([-+.\w]{1,79})\])? on \d{4}-\d{2}-\d{2}([^\0]{0,120})/g

/** What `git describe --always` gives without a tag of MicroPython's: a hash, or a name of a fork's own. */
const unversioned = [
  /^[0-9a-f]{7,40}([-.]dirty)?$/,
  /^[A-Za-z][\w-]*$/,
  /^[A-Za-z][-.\w]*[-.]\d+[-.]g[0-9a-f]{4,40}([-.]dirty)?$/,
]

/** The version text in `bytes`, or undefined if this is not MicroPython. */
export function findVersionText(bytes: Uint8Array): VersionText | undefined {
  const text = new TextDecoder('latin1').decode(bytes)
  for (const [, sys, name = '', inBrackets = '', rest = ''] of text.matchAll(textPattern)) {
    const version = [inBrackets, name].find((one) => parseVersion(one))
    if (version === undefined && !unversioned.some((one) => one.test(name))) continue
    return {
      version: version && withV(version),
      variant: variantIn(text),
      demo: rest.includes(demoMarker),
      loadsMpy6: isAtLeast(version, 1, 19) ?? sys !== undefined,
      usesLittlefs: isAtLeast(version, 1, 13) ?? (sys !== undefined || text.includes('VfsLfs2')),
    }
  }
  return undefined
}

/** FLASH_2M_ROMFS carries GENERIC's board name and has its filesystem layout. */
function variantIn(text: string): Variant {
  if (text.includes('ESP module (512K)')) return 'FLASH_512K'
  if (text.includes('ESP module (1M)')) return 'FLASH_1M'
  return text.includes('ESP module') ? 'GENERIC' : 'unknown'
}
