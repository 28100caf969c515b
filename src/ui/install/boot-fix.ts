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
import m from '../../messages/compiled/install-problem'

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
      return retry(m.fix.installAgain())
    case 'rewrite-with-size':
      return retry(m.fix.rightSize())
    case 'choose-size':
      return { label: m.fix.chooseSize(), action: { verb: 'choose-size' } }
    case 'erase-rf-data':
      return retry(m.fix.eraseRfData(), { renewRfData: true })
    case 'other-flash-mode':
      return retry(m.fix.flashMode({ mode: next.flashMode.toUpperCase() }), {
        flashMode: next.flashMode,
      })
    case 'erase-filesystem':
    case 'erase-files':
      return { label: m.fix.eraseFiles(), action: { verb: 'retryErasing', erase: 'files' } }
    case 'erase-everything':
      return { label: m.fix.eraseAll(), action: { verb: 'retryErasing', erase: 'everything' } }
    case 'slower-baud':
      return slower(baudRate)
    case 'hold-flash':
      return retry(m.fix.holdFlash())
    case 'release-flash':
      return retry(m.fix.releaseFlash())
    case 'release-gpio15':
      return retry(m.fix.freeD8())
    case 'press-reset':
      return retry(m.fix.pressReset())
    case 'power':
      return retry(m.fix.plugIn())
    case 'open-console':
      return { label: m.fix.openConsole(), action: { verb: 'console' } }
  }
}

/** One rung down; at the foot of the ladder it is not the rate. */
function slower(baudRate = slowestBaudRate): BootFix {
  if (baudRate <= slowestBaudRate) return retry(m.fix.plugIn())
  const rung = nextLowerBaudRate(baudRate)
  return retry(m.fix.slower({ rate: String(rung) }), { baudRate: rung })
}

/** More exact than the error's code where the board has said something. */
export function wordsFor(error: DeviceError): HelpEntry {
  const cause = diagnosisOf(error)?.cause
  return cause ? bootCauseHelp[cause.code] : help[error.code]
}

/** What the board said, each boot at its rate; empty where there was none. */
export const heardWords = (error: DeviceError): string =>
  (diagnosisOf(error)?.logs ?? [])
    .map(
      ({ baudRate, text }) =>
        `${m.heard({ rate: String(baudRate) })}\n${text.trim() || m.silence()}`,
    )
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
