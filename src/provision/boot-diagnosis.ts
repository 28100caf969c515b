/**
 * From what a boot log says to a cause and the one step that mends it. Pure data and rules; the words
 * and the button are the page's. Facts behind the rules: tests/golden/boot-logs.json.
 */
import { DeviceError, type DeviceErrorCode } from '../errors'
import type { FlashMode } from '../images/flash-header'
import type { BootFault, BootSilence } from '../micropython/boot-log'
import type { Traceback } from '../micropython/traceback'

export type BootCause =
  | BootFault
  | BootSilence
  /** MicroPython greets, because main.py has ended or is missing. */
  | { code: 'no-portal' }
  /** main.py ended with this. */
  | { code: 'portal-crashed'; traceback: Traceback }
  /** Something speaks at 115,200 baud, but the portal's line does not come. */
  | { code: 'portal-late' }
  /** ROM and SDK start, and then nothing. */
  | { code: 'micropython-silent' }

export type NextStep =
  /** Writes what differs; the header gets the size that was found on the chip. */
  | { step: 'install-again' }
  | { step: 'rewrite-with-size' }
  | { step: 'other-flash-mode'; flashMode: FlashMode }
  /** Its first two sectors: with one of them the old files are still there. */
  | { step: 'erase-filesystem'; offsetBytes: number; sizeBytes: number }
  | { step: 'slower-baud' }
  /** By hand: the FLASH button down while connecting; or let go of it. */
  | { step: 'hold-flash' }
  | { step: 'release-flash' }
  | { step: 'release-gpio15' }
  | { step: 'press-reset' }
  | { step: 'power' }
  | { step: 'open-console' }

export interface BaudLog {
  baudRate: number
  text: string
}

export interface Diagnosis {
  cause: BootCause
  next: NextStep
  /** What was heard, oldest first. */
  logs: BaudLog[]
}

/** What the page knows beside the log. */
export interface InstalledHow {
  /** As it was written: the ladder goes on from here. */
  flashMode?: FlashMode | 'keep'
}

/** A board that does not come up, with what to do about it. */
export class BootFailure extends DeviceError {
  constructor(readonly diagnosis: Diagnosis) {
    super(codeFor(diagnosis.cause), `The board does not start: ${diagnosis.cause.code}.`)
  }
}

const silences = ['silent', 'noise', 'unknown', 'silent-after-load', 'micropython-silent']
const portalCauses = ['no-portal', 'portal-crashed', 'portal-late']

function codeFor({ code }: BootCause): DeviceErrorCode {
  if (portalCauses.includes(code)) return 'portal-silent'
  return silences.includes(code) ? 'boot-silent' : 'boot-failed'
}

const filesystemStartBytes = 2 * 4096

export function nextStep(cause: BootCause, how: InstalledHow = {}): NextStep {
  switch (cause.code) {
    case 'flash-size-header':
      return { step: 'rewrite-with-size' }
    case 'flash-read':
      return otherMode(how.flashMode ?? 'keep')
    case 'filesystem-corrupt':
      return {
        step: 'erase-filesystem',
        offsetBytes: cause.startSector * 4096,
        sizeBytes: filesystemStartBytes,
      }
    case 'download-mode':
      return { step: 'release-flash' }
    case 'sdio-mode':
      return { step: 'release-gpio15' }
    case 'boot-loop':
      return loopStep(cause.resetCause)
    case 'silent':
      return { step: 'press-reset' }
    case 'noise':
    case 'unknown':
      return { step: 'power' }
    case 'portal-crashed':
    case 'portal-late':
      return { step: 'open-console' }
    default:
      return { step: 'install-again' }
  }
}

/** As it is → DIO → DOUT: fewer and fewer wires to the flash. Then it is not the mode. */
function otherMode(tried: FlashMode | 'keep'): NextStep {
  if (tried === 'dout') return { step: 'power' }
  return { step: 'other-flash-mode', flashMode: tried === 'dio' ? 'dout' : 'dio' }
}

const powerOnReset = 1
const pinReset = 2

/** Resets by the supply mean a weak one; by the pin, something pulls it; by the watchdog, bad code. */
function loopStep(resetCause: number): NextStep {
  if (resetCause === powerOnReset) return { step: 'power' }
  return resetCause === pinReset ? { step: 'press-reset' } : { step: 'install-again' }
}

const stepsBeforeTheBoot: Partial<Record<DeviceErrorCode, NextStep>> = {
  'no-sync': { step: 'hold-flash' },
  'baud-failed': { step: 'slower-baud' },
  'command-failed': { step: 'slower-baud' },
  'no-answer': { step: 'slower-baud' },
  'write-failed': { step: 'slower-baud' },
  'verify-failed': { step: 'slower-baud' },
  'stub-failed': { step: 'power' },
}

/** The same for failures before the reset, where there is no log; undefined if no button helps. */
export const nextStepAfter = (error: DeviceError): NextStep | undefined =>
  error instanceof BootFailure ? error.diagnosis.next : stepsBeforeTheBoot[error.code]
