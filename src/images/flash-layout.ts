/**
 * Where MicroPython keeps its files, by variant and flash size, and which variant goes with which
 * flash. Source: MicroPython ports/esp8266: boards/*.ld (code), modules/flashbdev.py (filesystem);
 * the last 20 KiB of the flash belong to Espressif's SDK.
 */

import { DeviceError } from '../errors'
import type { Variant } from './firmware-version'
import { blockSizeBytes } from './littlefs/geometry'

export interface FilesystemPlace {
  /** Offset of block 0 in the flash. */
  offset: number
  blockCount: number
}

const mib = 1024 * 1024
const sdkBytes = 20 * 1024

interface VariantLayout {
  minFlashBytes: number
  /** Undefined where there is no writable filesystem. */
  filesystemOffset?: number
}

const layouts: Record<Variant, VariantLayout> = {
  GENERIC: { minFlashBytes: 2 * mib, filesystemOffset: 0x100000 },
  FLASH_1M: { minFlashBytes: mib, filesystemOffset: 0x99000 },
  FLASH_512K: { minFlashBytes: mib / 2 },
  unknown: { minFlashBytes: mib / 2 },
}

/** The filesystem's place, or undefined where the variant has none or is not known. */
export function filesystemPlace(
  variant: Variant,
  flashSizeBytes: number,
): FilesystemPlace | undefined {
  const { minFlashBytes, filesystemOffset: offset } = layouts[variant]
  if (offset === undefined || flashSizeBytes < minFlashBytes) return undefined
  const blockCount = Math.floor((flashSizeBytes - sdkBytes - offset) / blockSizeBytes)
  return { offset, blockCount }
}

/** @throws DeviceError 'image-variant' with the reason, if the portal cannot live on this flash */
export function checkVariant(variant: Variant, flashSizeBytes: number): void {
  if (variant === 'FLASH_512K') {
    throw new DeviceError(
      'image-variant',
      'FLASH_512K has no place for files, so none for the portal.',
    )
  }
  if (flashSizeBytes < mib) {
    const message = `${flashSizeBytes / 1024} KB of flash have no place for files; 1 MB is the least.`
    throw new DeviceError('image-variant', message)
  }
  const { minFlashBytes } = layouts[variant]
  if (flashSizeBytes < minFlashBytes) {
    const message = `${variant} needs ${minFlashBytes / mib} MB of flash; this board has ${flashSizeBytes / mib} MB.`
    throw new DeviceError('image-variant', message)
  }
}

/** The official variant for a flash. @throws DeviceError 'image-variant' if there is none */
export function variantFor(flashSizeBytes: number): 'GENERIC' | 'FLASH_1M' {
  const variant = flashSizeBytes >= layouts.GENERIC.minFlashBytes ? 'GENERIC' : 'FLASH_1M'
  checkVariant(variant, flashSizeBytes)
  return variant
}

/**
 * @throws DeviceError 'image-too-big' if the image would reach into its own filesystem or into what
 *   belongs to the SDK
 */
export function checkImageFits(
  image: { sizeBytes: number; variant: Variant },
  flashSizeBytes: number,
): void {
  const place = filesystemPlace(image.variant, flashSizeBytes)
  const roomBytes = place?.offset ?? flashSizeBytes - sdkBytes
  if (image.sizeBytes <= roomBytes) return
  const message = `The image has ${image.sizeBytes} bytes; there is room for ${roomBytes}.`
  throw new DeviceError('image-too-big', message)
}

/**
 * Both, for an image that is to be written to a flash of this size.
 * @throws DeviceError 'image-variant', 'image-too-big'
 */
export function checkImageForFlash(
  image: { sizeBytes: number; variant: Variant },
  flashSizeBytes: number,
): void {
  checkVariant(image.variant, flashSizeBytes)
  checkImageFits(image, flashSizeBytes)
}
