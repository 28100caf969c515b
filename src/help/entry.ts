/**
 * The form of help: what happened, the most likely reason, what to do, and at most one button beside
 * "Try again". Words only: no DOM, no state, no hardware.
 */

import type { Message } from '../messages/format'

/** Where the page runs, as far as drivers and permissions differ. */
export const platforms = ['windows', 'mac', 'linux', 'chromeos', 'android', 'other'] as const
export type Platform = (typeof platforms)[number]

/** The one fallback that a failure may offer; the page knows how to do each. */
export type HelpAction =
  'show-all-ports' | 'slower' | 'erase' | 'other-file' | 'console' | 'virtual' | 'rescue' | 'reload'

/** One thing to do; with `only`, it is shown on that platform alone. */
export type HelpStep = Message | { only: Platform; text: Message }

/** What is understood sooner when it is seen; the page draws it for the board and browser at hand. */
export const helpPictures = ['cable', 'bootloader', 'picker'] as const
export type HelpPicture = (typeof helpPictures)[number]

export interface HelpEntry {
  /** What happened, without blame. */
  title: Message
  /** The most likely reason, one or two sentences. */
  cause: Message
  /** What to do, most likely fix first. */
  steps: HelpStep[]
  /** Shows what the first step says. */
  picture?: HelpPicture
  /** The driver of the USB chip may be missing: with links to the makers' pages. */
  drivers?: true
  action?: HelpAction
  /** The action does what the first step says; before it, trying the same again helps less. */
  actionFirst?: true
  /** False where trying the same again cannot help. */
  again?: false
}

/** @returns what to do on `platform`, in words, most likely fix first */
export const stepsFor = ({ steps }: Pick<HelpEntry, 'steps'>, platform: Platform): string[] =>
  steps.flatMap((step) => {
    if (typeof step === 'function') return [step()]
    return step.only === platform ? [step.text()] : []
  })
