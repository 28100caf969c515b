/** What will be written. */
import m from '../../../messages/compiled/plan'
import { size } from '../../../messages/format'
import type { InstallPlan } from '../../../provision/plan/plan'
import { micropythonWords } from '../micropython-words'

/** True if the board is already what was asked for. */
export const isIdentical = ({ flashBytes, work, uploads }: InstallPlan): boolean =>
  flashBytes === 0 && !work.eraseFirst && uploads.length === 0

export function writtenWords(plan: InstallPlan, presetName: string): string {
  const writes = partsWords(plan, presetName)
  return plan.found.rfData === 'foreign' ? m.writes.rfData({ writes }) : writes
}

function partsWords(plan: InstallPlan, preset: string): string {
  const { firmware } = plan
  const micropython = micropythonWords(firmware.version)
  if (plan.work.format)
    return firmware.step === 'none'
      ? m.writes.format({ preset })
      : m.writes.formatAndFirmware({ micropython, preset })
  if (plan.work.eraseFirst)
    return m.writes.afterErase({ micropython, size: size(firmware.sizeBytes), preset })
  if (isIdentical(plan)) return m.writes.nothing({ micropython, preset })
  return plan.files.step === 'none' ? firmwareWords(plan) : bothWords(plan, preset)
}

function bothWords({ firmware: { step, version } }: InstallPlan, preset: string): string {
  const micropython = micropythonWords(version)
  switch (step) {
    case 'write':
      return m.writes.all({ micropython, preset })
    case 'resume':
      return m.writes.rest({ micropython, preset })
    case 'header':
      return m.writes.header({ preset })
    case 'none':
      return m.writes.files({ micropython, preset })
  }
}

/** Of a board whose files are right already. */
function firmwareWords({ firmware: { step, version } }: InstallPlan): string {
  const micropython = micropythonWords(version)
  if (step === 'header') return m.writes.firmwareHeader()
  return step === 'resume'
    ? m.writes.firmwareRest({ micropython })
    : m.writes.firmware({ micropython })
}
