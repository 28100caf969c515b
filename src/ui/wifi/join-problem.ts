/** What is wrong with what was typed, before anything goes to the board; a missing name is said at its field. */
import type { NetworkInReach } from '../../improv/networks'
import m from '../../messages/compiled/wifi'
import { wifiProblem } from '../../state/install-request'

/** @param network undefined: one that is not in the list, with the typed name */
export function joinProblem(
  network: NetworkInReach | undefined,
  name: string,
  password: string,
): string | undefined {
  if (network && !network.secured) return undefined
  if (network && !password) return m.form.needed()
  // It has no words for a form whose name cannot be left empty.
  if (new TextEncoder().encode(password).length === 5) return m.form.wep()
  return wifiProblem({ name: network ? '-' : name, password })
}
