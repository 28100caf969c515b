/** A firmware file as a visitor would choose it: official in form, without a program. */
import { createHash } from 'node:crypto'
import { makeDemoImage } from '../../src/images/demo-image'
import { digestBytes, digestStart } from '../../src/images/firmware-image'
import type { Page } from '@playwright/test'
import { demoMarker } from '../../src/images/firmware-version'

export function smallOfficialImage() {
  const image = Buffer.from(makeDemoImage())
  const at = image.indexOf(demoMarker)
  image.fill(0x20, at, at + demoMarker.length)
  const end = image.length - digestBytes
  createHash('md5').update(image.subarray(digestStart, end)).digest().copy(image, end)
  return { name: 'ESP8266_GENERIC.bin', mimeType: 'application/octet-stream', buffer: image }
}

export const chooseFirmware = (page: Page) =>
  page
    .locator('input[type=file]:not([webkitdirectory]):not([multiple])')
    .first()
    .setInputFiles(smallOfficialImage())
