/** What the boot doctor found, as one button and as text for a report. The rest is “Try again”. */
import type { DeviceError } from '../../errors'
import type { BootFailure, Diagnosis } from '../../provision/boot-diagnosis'
import type { OnePassRequest } from '../../provision/one-pass-request'

export interface BootFix {
  label: string
  change: Partial<OnePassRequest>
}

/** By its shape: its class lives in code that is loaded with the first board. */
const diagnosisOf = (error: DeviceError): Diagnosis | undefined =>
  'diagnosis' in error ? (error as BootFailure).diagnosis : undefined

/** Undefined where trying the same again is the fix, or where hands are needed. */
export function bootFix(error: DeviceError): BootFix | undefined {
  const next = diagnosisOf(error)?.next
  if (next?.step !== 'other-flash-mode') return undefined
  const label = `Try flash mode ${next.flashMode.toUpperCase()}`
  return { label, change: { flashMode: next.flashMode } }
}

/** What the board said, each boot at its rate; empty where there was none. */
export const heardWords = (error: DeviceError): string =>
  (diagnosisOf(error)?.logs ?? [])
    .map(({ baudRate, text }) => `${baudRate} baud:\n${text.trim() || '(silence)'}`)
    .join('\n\n')
