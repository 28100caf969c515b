/** What of the folded part of the form is not as in a new preset, in words. */
import m from '../../messages/compiled/preset-editor'
import { newPreset } from '../../presets/defaults'
import type { DraftFields } from '../../presets/draft'
import { usualBaudRate } from '../../presets/schema'

const usual = newPreset()

/** @param ownFields how many extra fields are not an app's */
export function unusual({ firmware, flash, portal }: DraftFields, ownFields: number): string[] {
  const { flash: usualFlash, portal: usualPortal } = usual
  return [
    ...(flash.eraseAll ? [m.unusual.eraseAll()] : []),
    ...(JSON.stringify(firmware) === JSON.stringify(usual.firmware) ? [] : [m.unusual.firmware()]),
    ...(portal.accessPointAddress === usualPortal.accessPointAddress ? [] : [m.unusual.address()]),
    ...(portal.hostname === '' ? [] : [m.unusual.hostname()]),
    ...(ownFields > 0 ? [m.unusual.fields({ count: ownFields })] : []),
    ...(flash.baudRate >= usualBaudRate ? [] : [m.unusual.speed()]),
    ...(flash.mode === usualFlash.mode ? [] : [m.unusual.flashMode()]),
    ...(flash.size === undefined ? [] : [m.unusual.flashSize()]),
  ]
}
