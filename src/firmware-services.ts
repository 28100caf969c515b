/**
 * The firmware services of the page, on top of `images/`. Loaded when the first board has been found.
 */
import { toHex } from './bytes/hex'
import { DeviceError } from './errors'
import { offerCompressed } from './esptool/open-bootloader'
import type { FirmwareServices } from './state/firmware.svelte'

/** @param pageUrl where the page lies; its catalogue is beside it */
export const firmwareServices = (pageUrl: string): FirmwareServices => ({
  async fromCatalogue(choice, flashSizeBytes) {
    const { chooseImage, fetchSmallest, loadCatalogue } = await import('./images/compressed-image')
    const get = (url: string, init: RequestInit) => fetch(url, init)
    const catalogue = await loadCatalogue(get, pageUrl)
    const image = chooseImage(catalogue, choice, flashSizeBytes)
    const { bytes, compressed } = await fetchSmallest(get, pageUrl, image)
    // A part that does not load now is missed when the board is written, and says so there.
    if (compressed) await offerCompressed(compressed).catch(() => undefined)
    return { name: image.file, bytes }
  },

  async demo() {
    const { makeDemoImage } = await import('./images/demo-image')
    return { name: 'demo-firmware.bin', bytes: makeDemoImage() }
  },

  async check(bytes, flashSizeBytes) {
    const { parseFirmwareImage } = await import('./images/firmware-image')
    const { checkImageForFlash } = await import('./images/flash-layout')
    const image = parseFirmwareImage(bytes)
    checkImageForFlash(image, flashSizeBytes)
    const variant = image.variant === 'unknown' ? undefined : image.variant
    return { version: image.version, variant, sizeBytes: image.sizeBytes, demo: image.demo }
  },

  async sha256(bytes) {
    // Only secure contexts have it, and only they have Web Serial; but a page may be tried without.
    if (!crypto.subtle) throw new DeviceError('unexpected', 'This page is not served securely.')
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    return toHex(digest)
  },
})
