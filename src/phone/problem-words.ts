/** Why a phone got no answer, or none of use, in a sentence. */
import m from '../messages/compiled/phone-timeline'
import type { NoInternetReason } from './verdict'

type Words = (values: { phone: string }) => string

const words: Readonly<Record<NoInternetReason, Words>> = {
  'dns-silent': m.problem.noAddress,
  'dns-refused': m.problem.noAddress,
  'dns-no-such-name': m.problem.noAddress,
  'dns-failed': m.problem.noAddress,
  'dns-no-address': m.problem.noAddress,
  'dns-malformed': m.problem.noAddress,
  'no-network': m.problem.noNetwork,
  refused: m.problem.refused,
  unreachable: m.problem.unreachable,
  'timed-out': m.problem.timedOut,
  reset: m.problem.reset,
  truncated: m.problem.truncated,
  malformed: m.problem.malformed,
  'too-large': m.problem.tooLarge,
  'invalid-question': m.problem.invalid,
  'too-late': m.useless.tooLate,
  'error-status': m.useless.errorStatus,
  empty: m.useless.empty,
  'relative-redirect': m.useless.relativeRedirect,
  'not-a-redirect': m.useless.notARedirect,
  'no-form': m.useless.noForm,
}

const isKnown = (reason: string): reason is NoInternetReason => Object.hasOwn(words, reason)

/** @param reason as in an `http` event or a verdict */
export function problemWords(reason: string, phone: string): string {
  if (reason === 'cancelled') return m.problem.cancelled({ phone })
  return isKnown(reason) ? words[reason]({ phone }) : m.problem.other()
}
