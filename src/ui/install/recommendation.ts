/**
 * Which way on is the best for the board at hand, and why: it becomes the one big button, and the others
 * are under "More". Pure.
 */
import { compareVersions } from '../../images/micropython-version'
import type { InstallPlan } from '../../provision/plan/plan'
import { foundVersion } from '../../provision/survey/found'
import { canUpdate } from '../../state/update-request'
import { hasPortal } from './plan-words/found'
import { isIdentical } from './plan-words/writes'

export interface Recommendation {
  /** `files`: over the console; MicroPython stays as it is. */
  way: 'install' | 'files'
  reason?: Reason
}

export type Reason =
  /** The board is already as it was asked for. */
  | 'nothing-to-do'
  /** The board has the very MicroPython that would be installed. */
  | 'firmware-is-current'
  /** The board has a newer MicroPython than this page would install. */
  | 'board-is-newer'
  /** Another MicroPython would be installed than the board has, and not an older one. */
  | 'other-version'
  /** The same version, built anew. */
  | 'other-build'
  /** An installation that was begun earlier is completed. */
  | 'unfinished'

interface Wishes {
  /** Something is erased first. */
  erases: boolean
  /** A person chose the firmware file: it is what they want on the board. */
  ownFirmware: boolean
}

/** @param plan complete; undefined while it is being made */
export function recommend(plan: InstallPlan | undefined, wishes: Wishes): Recommendation {
  if (!plan || wishes.erases) return { way: 'install' }
  if (isIdentical(plan)) return { way: 'install', reason: 'nothing-to-do' }
  const { step } = plan.firmware
  if (step === 'resume') return { way: 'install', reason: 'unfinished' }
  if (!canUpdate(plan)) return { way: 'install' }
  if (step === 'none') {
    // Without the portal there is more to send than the bootloader needs time for.
    return hasPortal(plan) ? { way: 'files', reason: 'firmware-is-current' } : { way: 'install' }
  }
  return step === 'write' ? byVersion(plan, wishes) : { way: 'install' }
}

function byVersion(plan: InstallPlan, { ownFirmware }: Wishes): Recommendation {
  const { found, firmware } = plan
  const before = foundVersion(found.firmware)
  if (before === undefined || firmware.version === undefined) return { way: 'install' }
  const order = compareVersions(firmware.version, before)
  if (order === 0) return { way: 'install', reason: 'other-build' }
  const stays = order < 0 && !ownFirmware && hasPortal(plan)
  return stays
    ? { way: 'files', reason: 'board-is-newer' }
    : { way: 'install', reason: 'other-version' }
}
