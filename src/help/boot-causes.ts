/**
 * Words for what a boot log says, by the doctor's causes (provision/boot-diagnosis.ts, which this room
 * must not know; whoever shows them proves that none is missing).
 */
import m from '../messages/compiled/help-boot-causes'
import stepM from '../messages/compiled/help-steps'
import type { HelpEntry } from './entry'

export const bootCauseHelp = {
  'nothing-bootable': {
    title: m.nothingBootable.title,
    cause: m.nothingBootable.cause,
    steps: [stepM.installAgain, stepM.power],
    action: 'erase',
  },
  'image-damaged': {
    title: m.imageDamaged.title,
    cause: m.imageDamaged.cause,
    steps: [stepM.installAgain, stepM.power],
    action: 'erase',
  },
  'flash-size-header': {
    title: m.flashSizeHeader.title,
    cause: m.flashSizeHeader.cause,
    steps: [m.flashSizeHeader.installAgain, m.flashSizeHeader.otherSize],
    action: 'erase',
  },
  'rf-data': {
    title: m.rfData.title,
    cause: m.rfData.cause,
    steps: [m.rfData.erase, stepM.power],
    action: 'erase',
  },
  'flash-read': {
    title: m.flashRead.title,
    cause: m.flashRead.cause,
    steps: [m.flashRead.nextMode],
  },
  'filesystem-corrupt': {
    title: m.filesystemCorrupt.title,
    cause: m.filesystemCorrupt.cause,
    steps: [m.filesystemCorrupt.eraseFiles, m.filesystemCorrupt.backup],
    action: 'erase',
  },
  exception: {
    title: m.exception.title,
    cause: m.exception.cause,
    steps: [stepM.installAgain, stepM.power],
    action: 'erase',
  },
  'download-mode': {
    title: m.downloadMode.title,
    cause: m.downloadMode.cause,
    steps: [m.downloadMode.flashButton],
  },
  'sdio-mode': { title: m.sdioMode.title, cause: m.sdioMode.cause, steps: [m.sdioMode.wire] },
  'boot-loop': {
    title: m.bootLoop.title,
    cause: m.bootLoop.cause,
    steps: [stepM.power, m.bootLoop.wire, stepM.installAgain, m.bootLoop.eraseFiles],
    action: 'erase',
  },
  silent: {
    title: m.silent.title,
    cause: m.silent.cause,
    steps: [stepM.reset, stepM.wires],
    action: 'console',
  },
  noise: {
    title: m.noise.title,
    cause: m.noise.cause,
    steps: [stepM.replug, stepM.power, stepM.wires, m.noise.speed],
    action: 'console',
  },
  unknown: {
    title: m.unknown.title,
    cause: m.unknown.cause,
    steps: [stepM.replug, stepM.power],
    action: 'console',
  },
  'silent-after-load': {
    title: m.silentAfterLoad.title,
    cause: m.silentAfterLoad.cause,
    steps: [stepM.installAgain, stepM.wires],
    action: 'erase',
  },
  'micropython-silent': {
    title: m.micropythonSilent.title,
    cause: m.micropythonSilent.cause,
    steps: [stepM.installAgain, stepM.power],
    action: 'console',
  },
  'gone-silent': {
    title: m.goneSilent.title,
    cause: m.goneSilent.cause,
    steps: [m.goneSilent.power, stepM.wires],
    action: 'console',
  },
  'no-portal': {
    title: m.noPortal.title,
    cause: m.noPortal.cause,
    steps: [stepM.installAgain],
    action: 'console',
  },
  'portal-crashed': {
    title: m.portalCrashed.title,
    cause: m.portalCrashed.cause,
    steps: [m.portalCrashed.console, m.orTryAgain],
  },
  'portal-late': {
    title: m.portalLate.title,
    cause: m.portalLate.cause,
    steps: [m.portalLate.console, m.orTryAgain],
  },
} satisfies Record<string, HelpEntry>
