/** Words for the time between Connect and the last written byte. */
import m from '../messages/compiled/help-bootloader'
import stepM from '../messages/compiled/help-steps'
import type { HelpEntry } from './entry'

export const bootloaderHelp = {
  'no-sync': {
    title: m.noSync.title,
    cause: m.noSync.cause,
    steps: [m.noSync.holdFlash, m.noSync.connectGpio0, m.noSync.wires, m.noSync.port],
    picture: 'bootloader',
    action: 'show-all-ports',
  },
  'wrong-chip': {
    title: m.wrongChip.title,
    cause: m.wrongChip.cause,
    steps: [m.wrongChip.boards, m.wrongChip.otherPort],
    action: 'show-all-ports',
  },
  'stub-failed': {
    title: m.stubFailed.title,
    cause: m.stubFailed.cause,
    steps: [stepM.replug, stepM.power],
  },
  'baud-failed': {
    title: m.baudFailed.title,
    cause: m.baudFailed.cause,
    steps: [stepM.replug, stepM.power],
    action: 'slower',
  },
  'command-failed': {
    title: m.commandFailed.title,
    cause: m.commandFailed.cause,
    steps: [stepM.replug, stepM.slower],
    action: 'slower',
  },
  'no-answer': {
    title: m.noAnswer.title,
    cause: m.noAnswer.cause,
    steps: [stepM.replug, stepM.power, stepM.slower],
    action: 'slower',
  },
  'write-failed': {
    title: m.writeFailed.title,
    cause: m.writeFailed.cause,
    steps: [m.writeFailed.continues, stepM.slower, stepM.power],
    action: 'slower',
  },
  'verify-failed': {
    title: m.verifyFailed.title,
    cause: m.verifyFailed.cause,
    steps: [m.verifyFailed.slower, stepM.power],
    action: 'slower',
    actionFirst: true,
  },
  'flash-silent': {
    title: m.flashSilent.title,
    cause: m.flashSilent.cause,
    steps: [
      m.flashSilent.wires,
      stepM.replug,
      stepM.power,
      m.flashSilent.supply,
      m.flashSilent.broken,
    ],
  },
  'board-changed': {
    title: m.boardChanged.title,
    cause: m.boardChanged.cause,
    steps: [m.boardChanged.newPlan],
  },
  'flash-size-unknown': {
    title: m.flashSizeUnknown.title,
    cause: m.flashSizeUnknown.cause,
    steps: [m.flashSizeUnknown.choose, m.flashSizeUnknown.preset, m.flashSizeUnknown.report],
    again: false,
  },
  'flash-size-differs': {
    title: m.flashSizeDiffers.title,
    cause: m.flashSizeDiffers.cause,
    steps: [m.flashSizeDiffers.preset, m.flashSizeDiffers.chooseAgain],
    again: false,
  },
} satisfies Record<string, HelpEntry>
