/**
 * What helps against each cause, in the order in which it is offered: what is most likely and loses
 * nothing comes first, what erases comes last. Data only. Which of them were tried already is known to
 * whoever asks; opening the console is always possible, so that no list ends in nothing.
 */
import type { DeviceErrorCode } from '../../errors'
import type { FlashMode } from '../../images/flash-header'
import type { BootCause, InstalledHow, NextStep } from './boot-cause'

type Remedies = (cause: BootCause, how: InstalledHow) => NextStep[]

const installAgain: NextStep = { step: 'install-again' }
const power: NextStep = { step: 'power' }
const pressReset: NextStep = { step: 'press-reset' }
const eraseRfData: NextStep = { step: 'erase-rf-data' }
const eraseFiles: NextStep = { step: 'erase-files' }
const eraseAll: NextStep = { step: 'erase-everything' }
const openConsole: NextStep = { step: 'open-console' }
const slowerBaud: NextStep = { step: 'slower-baud' }

/** As it is → DIO → DOUT: fewer and fewer wires to the flash. Then it is not the mode. */
const modeLadder: FlashMode[] = ['dio', 'dout']

function otherModes(how: InstalledHow): NextStep[] {
  const rung = modeLadder.findIndex((mode) => mode === how.flashMode)
  return modeLadder
    .slice(rung + 1)
    .map((flashMode): NextStep => ({ step: 'other-flash-mode', flashMode }))
}

const powerOnReset = 1
const pinReset = 2

/** Resets by the supply mean a weak one; by the pin, something pulls it; by the watchdog, bad code. */
function againstLoop(cause: BootCause): NextStep[] {
  const resetCause = cause.code === 'boot-loop' ? cause.resetCause : undefined
  if (resetCause === powerOnReset) return [power, installAgain, eraseFiles, eraseAll]
  if (resetCause === pinReset) return [pressReset, power, installAgain, eraseAll]
  return [installAgain, power, eraseFiles, eraseAll]
}

const filesystemStartBytes = 2 * 4096

function againstCorruptFiles(cause: BootCause): NextStep[] {
  if (cause.code !== 'filesystem-corrupt') return []
  const offsetBytes = cause.startSector * 4096
  return [{ step: 'erase-filesystem', offsetBytes, sizeBytes: filesystemStartBytes }, eraseAll]
}

/** Whoever chose the size may have chosen a wrong one; where the chip told it, it is written in. */
const againstWrongSize: Remedies = (_cause, { flashSize }) => [
  flashSize === 'chosen' ? { step: 'choose-size' } : { step: 'rewrite-with-size' },
  eraseRfData,
  eraseAll,
]

export const remedies: Record<BootCause['code'], Remedies> = {
  'nothing-bootable': (_, how) => [installAgain, power, ...otherModes(how), eraseAll],
  'image-damaged': (_, how) => [installAgain, power, ...otherModes(how), eraseAll],
  'flash-size-header': againstWrongSize,
  'rf-data': () => [eraseRfData, power, eraseAll],
  'flash-read': (_, how) => [...otherModes(how), power, eraseAll],
  'filesystem-corrupt': againstCorruptFiles,
  exception: (_, how) => [installAgain, power, ...otherModes(how), eraseFiles, eraseAll],
  'download-mode': () => [{ step: 'release-flash' }, pressReset, power],
  'sdio-mode': () => [{ step: 'release-gpio15' }, pressReset, power],
  'boot-loop': againstLoop,
  silent: () => [pressReset, power, installAgain],
  noise: () => [power, installAgain, eraseFiles],
  unknown: () => [power, installAgain, eraseFiles],
  'silent-after-load': (_, how) => [installAgain, power, ...otherModes(how), eraseAll],
  'micropython-silent': () => [installAgain, power, eraseFiles, eraseAll],
  'gone-silent': () => [power, installAgain],
  'no-portal': () => [installAgain, openConsole],
  'portal-crashed': () => [openConsole],
  'portal-late': () => [openConsole],
}

/** For failures before the reset, where there is no log; a code that is missing has no button. */
export const remediesBeforeTheBoot: Partial<Record<DeviceErrorCode, NextStep[]>> = {
  'no-sync': [{ step: 'hold-flash' }, pressReset, power],
  'baud-failed': [slowerBaud, power],
  'command-failed': [slowerBaud, power],
  'no-answer': [slowerBaud, power],
  'write-failed': [slowerBaud, power],
  'verify-failed': [slowerBaud, power],
  'stub-failed': [power, pressReset],
  'flash-size-differs': [{ step: 'choose-size' }],
  // An installation through the bootloader needs no program to listen, and keeps the owner's files.
  'repl-silent': [installAgain, power, eraseFiles, eraseAll],
  'repl-protocol': [installAgain, power, eraseFiles, eraseAll],
  'filesystem-damaged': [installAgain, eraseFiles, eraseAll],
}
