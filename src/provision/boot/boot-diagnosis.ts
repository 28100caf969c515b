/**
 * From what a boot log says to a cause and the next step against it, of those in remedies.ts. Pure data
 * and rules; the words and the button are the page's. Facts behind the rules:
 * tests/golden/boot-logs.json.
 */
import { DeviceError, type DeviceErrorCode } from '../../errors'
import { isBootSilence, rfDataByte } from '../../micropython/boot-fault'
import type { BootCause, InstalledHow, NextStep } from './boot-cause'
import { remedies, remediesBeforeTheBoot } from './remedies'

export interface BaudLog {
  baudRate: number
  text: string
}

export interface Diagnosis {
  cause: BootCause
  /** The first of the steps against it. */
  next: NextStep
  how?: InstalledHow
  /** What was heard, oldest first. */
  logs: BaudLog[]
}

/** A board that does not come up, with what to do about it. */
export class BootFailure extends DeviceError {
  constructor(readonly diagnosis: Diagnosis) {
    super(codeFor(diagnosis.cause), `The board does not start: ${diagnosis.cause.code}.`)
  }
}

const portalCauses = ['no-portal', 'portal-crashed', 'portal-late']
const silentCauses = ['micropython-silent', 'gone-silent']

function codeFor(cause: BootCause): DeviceErrorCode {
  if (portalCauses.includes(cause.code)) return 'portal-silent'
  const isSilent = isBootSilence(cause) || silentCauses.includes(cause.code)
  return isSilent ? 'boot-silent' : 'boot-failed'
}

const erased = 0xff

/** Where the header has the size that was measured and something stands there, it is not the size. */
function refined(cause: BootCause, { flashSize }: InstalledHow, logs: BaudLog[]): BootCause {
  if (cause.code !== 'flash-size-header' || flashSize !== 'measured') return cause
  const firstByte = rfDataByte(logs.map(({ text }) => text).join('\n'))
  return firstByte === erased ? cause : { code: 'rf-data', firstByte }
}

/** What to make of a cause on a board that was installed like this. */
export function diagnose(heard: BootCause, how: InstalledHow, logs: BaudLog[]): Diagnosis {
  const cause = refined(heard, how, logs)
  return { cause, how, next: nextStep(cause, how), logs }
}

/** All steps against a cause, in their order; the console is the end of each list. */
export function stepsAgainst(cause: BootCause, how: InstalledHow = {}): NextStep[] {
  const steps = remedies[cause.code](cause, how)
  const last = steps.at(-1)?.step === 'open-console' ? [] : [{ step: 'open-console' } as const]
  return [...steps, ...last]
}

export const nextStep = (cause: BootCause, how: InstalledHow = {}): NextStep =>
  stepsAgainst(cause, how)[0]!

/** The same for any failure; before the reset there is no log. Empty if no button helps. */
export function stepsAfter(error: DeviceError): readonly NextStep[] {
  const diagnosis = diagnosisOf(error)
  if (!diagnosis) return remediesBeforeTheBoot[error.code] ?? []
  const { cause, how, next } = diagnosis
  const rest = stepsAgainst(cause, how).filter((step) => !sameStep(step, next))
  return [next, ...rest]
}

/** By its shape: what was thrown may come from another copy of the class. */
export const diagnosisOf = (error: DeviceError): Diagnosis | undefined =>
  'diagnosis' in error ? (error as BootFailure).diagnosis : undefined

const sameStep = (a: NextStep, b: NextStep) => JSON.stringify(a) === JSON.stringify(b)
