/**
 * What went wrong in an installation as words, as one button that does the next step, and as text for
 * a report. The doctor decides which steps there are; what the button does is the session's.
 */
import type { DeviceError, DeviceErrorCode } from '../../errors'
import { nextLowerBaudRate } from '../../esptool/baud-ladder'
import { bootCauseHelp } from '../../help/boot-causes'
import type { HelpEntry } from '../../help/entry'
import { help } from '../../help/words'
import { diagnosisOf, stepsAfter } from '../../provision/boot/boot-diagnosis'
import type { NextStep } from '../../provision/boot/boot-cause'
import type { InstallRequest } from '../../provision/request'

/** What a button makes the session do. */
export type FixAction =
  /** The same installation, with a change. */
  | { verb: 'retry'; change: Partial<InstallRequest> }
  /** Back to the plan, where the loss is told, a backup offered and a tick wanted. */
  | { verb: 'retryErasing'; erase: 'everything' | 'files' }
  /** Back to the choice of the flash's size. */
  | { verb: 'choose-size' }
  | { verb: 'console' }

export interface BootFix {
  label: string
  action: FixAction
}

/** The plain repetition of an installation. */
export const installAgain = 'Install again'

const slowestBaudRate = 115_200

/**
 * The first step that was not tried yet: a button that did not help is not offered twice.
 * @param before what was asked for; its baud rate is where the ladder goes on
 * @param tried labels of the buttons that were pressed for this board since it last was well
 */
export function bootFix(
  error: DeviceError,
  before?: Pick<InstallRequest, 'baudRate'>,
  tried: readonly string[] = [],
): BootFix | undefined {
  const fixes = stepsAfter(error).map((step) => fixFor(step, before?.baudRate))
  return fixes.find(({ label, action }) => action.verb === 'console' || !tried.includes(label))
}

const retry = (label: string, change: Partial<InstallRequest> = {}): BootFix => ({
  label,
  action: { verb: 'retry', change },
})

function fixFor(next: NextStep, baudRate: number | undefined): BootFix {
  switch (next.step) {
    case 'install-again':
      return retry(installAgain)
    case 'rewrite-with-size':
      return retry('Install with the right size')
    case 'choose-size':
      return { label: 'Choose another memory size …', action: { verb: 'choose-size' } }
    case 'erase-rf-data':
      return retry('Erase the radio data and install', { renewRfData: true })
    case 'other-flash-mode':
      return retry(`Try flash mode ${next.flashMode.toUpperCase()}`, { flashMode: next.flashMode })
    case 'erase-filesystem':
    case 'erase-files':
      return { label: 'Erase only the files …', action: { verb: 'retryErasing', erase: 'files' } }
    case 'erase-everything':
      return {
        label: 'Erase flash and install …',
        action: { verb: 'retryErasing', erase: 'everything' },
      }
    case 'slower-baud':
      return slower(baudRate)
    case 'hold-flash':
      return retry('Try again with FLASH held down')
    case 'release-flash':
      return retry('Try again with FLASH released')
    case 'release-gpio15':
      return retry('Try again with D8 free')
    case 'press-reset':
      return retry('Try again after the reset')
    case 'power':
      return retry('Try again, plugged in anew')
    case 'open-console':
      return { label: 'Open the console', action: { verb: 'console' } }
  }
}

/** One rung down; at the foot of the ladder it is not the rate. */
function slower(baudRate = slowestBaudRate): BootFix {
  if (baudRate <= slowestBaudRate) return retry('Try again, plugged in anew')
  const rung = nextLowerBaudRate(baudRate)
  return retry(`Try a slower baud rate (${rung})`, { baudRate: rung })
}

/** More exact than the error's code where the board has said something. */
export function wordsFor(error: DeviceError): HelpEntry {
  const cause = diagnosisOf(error)?.cause
  return cause ? bootCauseHelp[cause.code] : help[error.code]
}

/** What the board said, each boot at its rate; empty where there was none. */
export const heardWords = (error: DeviceError): string =>
  (diagnosisOf(error)?.logs ?? [])
    .map(({ baudRate, text }) => `${baudRate} baud:\n${text.trim() || '(silence)'}`)
    .join('\n\n')

const ofTheConsole: DeviceErrorCode[] = [
  'repl-silent',
  'repl-protocol',
  'filesystem-damaged',
  'no-space',
  'no-memory',
  'python-error',
  'boot-failed',
  'boot-silent',
  'wrong-micropython',
]

/**
 * True where an update over the console failed and an installation through the bootloader gets on: it
 * needs no program that listens, and keeps the owner's files, so that it comes before any erasing.
 */
export const helpedByInstall = ({ code }: DeviceError): boolean => ofTheConsole.includes(code)
