/** What is on the board now. */
import { isInPortalFolder } from '../../../provision/files/paths'
import m from '../../../messages/compiled/plan'
import type { InstallPlan } from '../../../provision/plan/plan'
import { micropythonWords } from '../micropython-words'
import { ownPaths } from './files'

/** "MicroPython v1.27.0 with the portal and 3 files of yours." */
export function foundWords(plan: InstallPlan): string {
  const firmware = firmwareWords(plan)
  const { kind } = plan.found.filesystem
  if (kind === 'interrupted') return m.found.interrupted({ firmware })
  if (kind === 'fat') return m.found.oldFiles({ firmware })
  if (kind === 'unreadable') return m.found.unreadableFiles({ firmware })
  const count = ownPaths(plan).length
  if (hasPortal(plan))
    return count > 0 ? m.found.portalAndFiles({ firmware, count }) : m.found.portal({ firmware })
  return count > 0 ? m.found.files({ firmware, count }) : m.found.alone({ firmware })
}

function firmwareWords({ found }: InstallPlan): string {
  const { firmware } = found
  switch (firmware.kind) {
    case 'blank':
      return blankWords(found)
    case 'micropython':
      return micropythonWords(firmware.version)
    case 'damaged':
      return firmware.isUnproven ? m.found.unproven() : m.found.incomplete()
    case 'other':
      return m.found.other()
  }
}

/** Blank is said only of a flash that was looked through and is erased from end to end. */
function blankWords({ data = [], rfData, isUnread }: InstallPlan['found']): string {
  if (data.length > 0 || rfData === 'foreign') return m.found.otherData()
  return isUnread ? m.found.noFirmware() : m.found.blank()
}

/** The portal has been installed on it before. */
export const hasPortal = ({ files: { planned } }: InstallPlan): boolean =>
  planned.some(({ path, fate }) => isInPortalFolder(path) && fate !== 'added')

/** True if there is anything to back up, as far as it is known. */
export const holdsSomething = ({ found }: InstallPlan): boolean =>
  found.firmware.kind !== 'blank' ||
  found.filesystem.kind === 'littlefs' ||
  found.rfData === 'foreign' ||
  (found.data ?? []).length > 0
