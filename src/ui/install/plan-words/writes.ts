/** What will be written. */
import m from '../../../messages/compiled/plan'
import { size } from '../../../messages/format'
import type { InstallPlan } from '../../../provision/plan/plan'
import { micropythonWords } from '../micropython-words'

/** True if the board is already what was asked for. */
export const isIdentical = ({ flashBytes, work, uploads }: InstallPlan): boolean =>
  flashBytes === 0 && !work.eraseFirst && uploads.length === 0

/** The portal as the messages name it: with its preset and the app that goes along. */
type PortalNames = ReturnType<typeof portalNames>

const portalNames = (preset: string, app = '') => ({ preset, app, hasApp: app ? 'yes' : 'no' })

/** @param app name of the preset's app */
export function writtenWords(plan: InstallPlan, presetName: string, app?: string): string {
  const writes = partsWords(plan, portalNames(presetName, app))
  return plan.found.rfData === 'foreign' ? m.writes.rfData({ writes }) : writes
}

/** What a blank board gets: for a place that waits for its plan. */
export const usualWords = (version: string | undefined, presetName: string, app?: string): string =>
  m.writes.all({ micropython: micropythonWords(version), ...portalNames(presetName, app) })

function partsWords(plan: InstallPlan, portal: PortalNames): string {
  const { firmware } = plan
  const micropython = micropythonWords(firmware.version)
  if (plan.work.format)
    return firmware.step === 'none'
      ? m.writes.format(portal)
      : m.writes.formatAndFirmware({ micropython, ...portal })
  if (plan.work.eraseFirst)
    return m.writes.afterErase({ micropython, size: size(firmware.sizeBytes), ...portal })
  if (isIdentical(plan)) return m.writes.nothing({ micropython, ...portal })
  return plan.files.step === 'none' ? firmwareWords(plan) : bothWords(plan, portal)
}

function bothWords({ firmware: { step, version } }: InstallPlan, portal: PortalNames): string {
  const micropython = micropythonWords(version)
  switch (step) {
    case 'write':
      return m.writes.all({ micropython, ...portal })
    case 'resume':
      return m.writes.rest({ micropython, ...portal })
    case 'header':
      return m.writes.header(portal)
    case 'none':
      return m.writes.files({ micropython, ...portal })
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
