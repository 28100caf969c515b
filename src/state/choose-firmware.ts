/**
 * Which entry of the catalogue a preset means on the board that was found. Pure; the bytes are
 * fetched and checked elsewhere.
 */
import { DeviceError } from '../errors'
import type { Preset } from '../presets/schema'

export interface CatalogueEntry {
  /** Path below the catalogue, such as "ESP8266_GENERIC-20251209-v1.27.0.bin" */
  file: string
  /** "GENERIC", "FLASH_1M", … */
  variant: string
  /** "v1.27.0" */
  version: string
  sizeBytes: number
}

type FromCatalogue = Preset['firmware'] & { source: 'catalogue' }

const megabyte = 1024 * 1024

/**
 * The newest entry that fits, or the very version that the preset names.
 * @throws DeviceError image-variant (this flash takes none), catalogue-missing (not on this server)
 */
export function chooseEntry(
  catalogue: readonly CatalogueEntry[],
  wanted: FromCatalogue,
  flashSizeBytes: number,
): CatalogueEntry {
  const variant = wanted.variant === 'auto' ? fittingVariant(flashSizeBytes) : wanted.variant
  const ofVariant = catalogue.filter((entry) => entry.variant === variant)
  const found =
    wanted.version === 'latest'
      ? newest(ofVariant)
      : ofVariant.find((entry) => entry.version === wanted.version)
  if (found) return found
  throw new DeviceError('catalogue-missing', `No ${variant} ${wanted.version} on this server.`)
}

/** GENERIC's filesystem starts at 1 MB, so it needs more than that. */
function fittingVariant(flashSizeBytes: number): string {
  if (flashSizeBytes >= 2 * megabyte) return 'GENERIC'
  if (flashSizeBytes >= megabyte) return 'FLASH_1M'
  const size = `${flashSizeBytes / 1024} KB`
  throw new DeviceError('image-variant', `A flash of ${size} has no room for the portal.`)
}

const numbers = ({ version }: CatalogueEntry) => version.slice(1).split('.').map(Number)

function newest(entries: CatalogueEntry[]): CatalogueEntry | undefined {
  const byVersion = (a: CatalogueEntry, b: CatalogueEntry) => {
    const [one, other] = [numbers(a), numbers(b)]
    const differing = one.findIndex((number, index) => number !== other[index])
    return differing < 0 ? 0 : (other[differing] ?? 0) - (one[differing] ?? 0)
  }
  return [...entries].sort(byVersion)[0]
}
