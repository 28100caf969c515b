/** What the phone says of its networks. */
import m from '../../messages/compiled/phone-screen'
import type { NotJoined, Phone } from '../../state/phone.svelte'

/** Of the network that it is in, joins or has lost. */
export function stateWords({ joining, network, isChecking, isLooking, verdict }: Phone): string {
  if (joining) return m.joining()
  if (isLooking) return m.looking()
  if (!network) return m.out()
  if (isChecking) return m.checking()
  return verdict ? verdictWords[verdict.kind]() : m.connected()
}

const verdictWords = { captive: m.captive, online: m.online, 'no-internet': m.noInternet }

const problems = {
  'wrong-password': m.problem.wrong,
  'not-found': m.problem.gone,
  'no-address': m.problem.noAddress,
  full: m.problem.full,
  failed: m.problem.failed,
}

export const problemWords = ({ network, reason }: NotJoined): string =>
  problems[reason]({ network: network.name })
