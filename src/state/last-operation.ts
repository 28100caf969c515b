/** What the person asked for last, so that "Try again" can repeat it without asking anew. */
import type { Consent } from '../provision/plan/consent'
import type { InstallRequest } from '../provision/request'
import type { UpdateRequest } from '../provision/request'
import type { BoardKind } from './session-state'

export interface LastOperation {
  kind: BoardKind
  port?: SerialPort
  /** Only the console was open; `as-found`: of a board as it runs, which is not to be reset. */
  console?: 'open' | 'as-found'
  /** What was agreed to, and the MAC address of the board that it was agreed to for. */
  install?: { request: InstallRequest; mac: string; consent?: Consent }
  /** The same for files alone; without a MAC address the bootloader was not asked. */
  update?: { request: UpdateRequest; mac?: string }
}

/** What was done to the radio's data once is done again only if it is asked for again. */
export const repeatedInstall = (
  before: InstallRequest,
  change: Partial<InstallRequest>,
): InstallRequest => ({ ...before, renewRfData: undefined, ...change })

/** Files that were allowed to be replaced before stay allowed. */
export function repeatedUpdate(
  before: UpdateRequest,
  change: Partial<UpdateRequest>,
): UpdateRequest {
  const mayReplace = joined(before.mayReplace, change.mayReplace)
  return { ...before, ...change, ...(mayReplace && { mayReplace }) }
}

type Replaceable = UpdateRequest['mayReplace']

function joined(before: Replaceable, now: Replaceable): Replaceable {
  if (typeof before === 'object' && typeof now === 'object') return [...before, ...now]
  return now ?? before
}
