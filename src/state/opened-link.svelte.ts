/**
 * A preset that came with the address: looked at, and kept only when a person says so. Opening a link
 * never stores, selects or starts anything. Who made it is found out meanwhile; where that leaves a
 * doubt, keeping the preset needs a word more. One that is there already is selected, not kept twice.
 */
import { asDeviceError, type DeviceError } from '../errors'
import { fragmentToPreset, isPresetFragment } from '../presets/link'
import type { Preset } from '../presets/schema'
import { needsConsent, type Verdict } from '../presets/verdict'
import type { Presets } from './presets.svelte'

export type Review =
  /** Without a verdict while its signature is being checked. */
  | { at: 'preset'; preset: Preset; fragment: string; verdict?: Verdict }
  | { at: 'refused'; error: DeviceError }

export type CheckLink = (fragment: string) => Promise<Verdict>

export class OpenedLink {
  #presets: Presets
  #check: CheckLink
  #review = $state.raw<Review>()
  /** What is under way: a check that ends later than something newer says nothing any more. */
  #checking = 0

  constructor(presets: Presets, check: CheckLink) {
    this.#presets = presets
    this.#check = check
  }

  get review(): Review | undefined {
    return this.#review
  }

  /** @returns true if the fragment was ours, so that it can be taken out of the address */
  open(fragment: string): boolean {
    if (!isPresetFragment(fragment)) return false
    try {
      this.#show({ at: 'preset', preset: fragmentToPreset(fragment), fragment })
      void this.recheck()
    } catch (error) {
      this.#show({ at: 'refused', error: asDeviceError(error, 'link-damaged') })
    }
    return true
  }

  /** Asks again who made the link, after the keys of this browser have changed. */
  async recheck(): Promise<void> {
    const review = this.#review
    if (review?.at !== 'preset') return
    const mine = ++this.#checking
    const verdict = await this.#check(review.fragment).catch(() => ({ is: 'uncheckable' }) as const)
    if (mine === this.#checking) this.#review = { ...review, verdict }
  }

  /** @param despite the doubt, a person wants it; without that word nothing doubtful is kept */
  async keep(despite = false): Promise<void> {
    const review = this.#review
    if (review?.at !== 'preset' || !review.verdict) return
    if (needsConsent(review.verdict) && !despite) return
    this.#show(undefined)
    await this.#presets.keep(review.preset)
  }

  /** What this browser has already. */
  get presets(): readonly Preset[] {
    return this.#presets.all
  }

  discard(): void {
    this.#show(undefined)
  }

  #show(review: Review | undefined) {
    this.#checking++
    this.#review = review
  }
}
