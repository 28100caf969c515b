/**
 * A preset that came with the address: looked at, and kept only when a person says so. Opening a link
 * never stores, selects or starts anything.
 */
import { asDeviceError, type DeviceError } from '../errors'
import { fragmentToPreset, isPresetFragment } from '../presets/link'
import type { Preset } from '../presets/schema'
import type { Presets } from './presets.svelte'

export type Review = { at: 'preset'; preset: Preset } | { at: 'refused'; error: DeviceError }

export class OpenedLink {
  #presets: Presets
  #review = $state.raw<Review>()

  constructor(presets: Presets) {
    this.#presets = presets
  }

  get review(): Review | undefined {
    return this.#review
  }

  /** @returns true if the fragment was ours, so that it can be taken out of the address */
  open(fragment: string): boolean {
    if (!isPresetFragment(fragment)) return false
    try {
      this.#review = { at: 'preset', preset: fragmentToPreset(fragment) }
    } catch (error) {
      this.#review = { at: 'refused', error: asDeviceError(error, 'link-damaged') }
    }
    return true
  }

  async keep(): Promise<void> {
    const review = this.#review
    this.#review = undefined
    if (review?.at === 'preset') await this.#presets.save(review.preset)
  }

  discard(): void {
    this.#review = undefined
  }
}
