/**
 * A preset that came with the address: shown for review, and added only when a person accepts it. Opening a
 * link never stores, selects or starts anything. Its signature is checked meanwhile; where that leaves a
 * doubt, the person has to confirm. A preset that is there already is selected, not added twice.
 */
import { asDeviceError, type DeviceError } from '../errors'
import { fragmentToPreset } from '../presets/link'
import { isPresetFragment } from '../presets/link-fragment'
import type { Preset } from '../presets/schema'
import { needsConsent, type SignatureStatus } from '../presets/signature-status'
import type { Presets } from './presets.svelte'

export type Review =
  /** Without a signatureStatus while its signature is being checked. */
  | { at: 'preset'; preset: Preset; fragment: string; signatureStatus?: SignatureStatus }
  | { at: 'refused'; error: DeviceError }

export type CheckLink = (fragment: string) => Promise<SignatureStatus>

export class OpenedLink {
  #presets: Presets
  #check: CheckLink
  #review = $state.raw<Review>()
  /** Counts checks: the result of an older one is dropped. */
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
    const signatureStatus = await this.#check(review.fragment).catch(
      () => ({ is: 'uncheckable' }) as const,
    )
    if (mine === this.#checking) this.#review = { ...review, signatureStatus }
  }

  /** @param consent a person accepts it although its signature is in doubt; without it such a preset is not added */
  async accept(consent = false): Promise<void> {
    const review = this.#review
    if (review?.at !== 'preset' || !review.signatureStatus) return
    if (needsConsent(review.signatureStatus) && !consent) return
    this.#show(undefined)
    await this.#presets.addShared(review.preset)
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
