/** Words for the time after the reset: boot, MicroPython, files, portal. */
import m from '../messages/compiled/help-running'
import stepM from '../messages/compiled/help-steps'
import type { HelpEntry } from './entry'

export const runningHelp = {
  'boot-failed': {
    title: m.bootFailed.title,
    cause: m.bootFailed.cause,
    steps: [m.bootFailed.installAgain, m.bootFailed.dout, m.bootFailed.eraseLast],
    action: 'erase',
  },
  'boot-silent': {
    title: m.bootSilent.title,
    cause: m.bootSilent.cause,
    steps: [stepM.reset, m.bootSilent.wires, m.bootSilent.console],
    action: 'console',
  },
  'portal-silent': {
    title: m.portalSilent.title,
    cause: m.portalSilent.cause,
    steps: [m.portalSilent.console, m.portalSilent.reset],
    action: 'console',
  },
  'repl-silent': {
    title: m.replSilent.title,
    cause: m.replSilent.cause,
    steps: [m.replSilent.install, m.replSilent.reset, m.replSilent.speed, m.replSilent.eraseLast],
    action: 'erase',
  },
  'repl-protocol': {
    title: m.replProtocol.title,
    cause: m.replProtocol.cause,
    steps: [stepM.tryAgain, m.replProtocol.install, stepM.eraseLast],
    action: 'erase',
  },
  'python-error': {
    title: m.pythonError.title,
    cause: m.pythonError.cause,
    steps: [stepM.tryAgain, m.pythonError.console],
    action: 'console',
  },
  'no-space': {
    title: m.noSpace.title,
    cause: m.noSpace.cause,
    steps: [m.noSpace.plan, m.noSpace.eraseFiles],
    action: 'erase',
  },
  'no-memory': {
    title: m.noMemory.title,
    cause: m.noMemory.cause,
    steps: [m.noMemory.tryAgain, m.noMemory.install],
    action: 'erase',
  },
  'file-missing': {
    title: m.fileMissing.title,
    cause: m.fileMissing.cause,
    steps: [m.fileMissing.installAgain],
  },
  'file-exists': {
    title: m.fileExists.title,
    cause: m.fileExists.cause,
    steps: [m.fileExists.otherName, m.fileExists.removeFirst],
    again: false,
  },
  'upload-corrupt': {
    title: m.uploadCorrupt.title,
    cause: m.uploadCorrupt.cause,
    steps: [stepM.tryAgain, m.uploadCorrupt.shorterCable],
  },
  'wrong-micropython': {
    title: m.wrongMicropython.title,
    cause: m.wrongMicropython.cause,
    steps: [m.wrongMicropython.rightBoard, m.wrongMicropython.install],
  },
  'files-in-the-way': {
    title: m.filesInTheWay.title,
    cause: m.filesInTheWay.cause,
    steps: [m.filesInTheWay.goBack],
    again: false,
  },
  'filesystem-damaged': {
    title: m.filesystemDamaged.title,
    cause: m.filesystemDamaged.cause,
    steps: [m.filesystemDamaged.install, stepM.eraseLast],
    action: 'erase',
  },
  'filesystem-full': {
    title: m.filesystemFull.title,
    cause: m.filesystemFull.cause,
    steps: [m.filesystemFull.leaveOut, m.filesystemFull.moreMemory],
    action: 'erase',
  },
  unexpected: {
    title: m.unexpected.title,
    cause: m.unexpected.cause,
    steps: [m.unexpected.tryAgain, m.unexpected.report],
  },
} satisfies Record<string, HelpEntry>
