/** What a board's state means for the person, and what to do next: the sentences under its heading. */
import hubM from '../../messages/compiled/hub'
import m from '../../messages/compiled/phone-card'
import type { Message } from '../../messages/format'
import type { BoardNow, Refusal } from '../../micropython/board-now'
import type { InstallProgress } from '../../state/session-state'
import { afterCancel, afterCancelledUpdate } from '../install/cancelled-words'

/** By the portal's words, see firmware/lib/captive_portal/reason.py. */
export const signInAgain: Record<string, Message> = {
  wrong: m.signInAgain.wrong,
  gone: m.signInAgain.gone,
  refused: m.signInAgain.refused,
  closed: m.signInAgain.closed,
  silent: m.signInAgain.silent,
  unclear: m.signInAgain.unclear,
}

export const tried: Record<string, (values: { network: string }) => string> = {
  wrong: hubM.tried.wrong,
  gone: hubM.tried.gone,
  refused: hubM.tried.refused,
  closed: hubM.tried.closed,
  silent: hubM.tried.silent,
  unclear: hubM.tried.unclear,
}

/** Undefined where the heading says it all. */
export function nextWords(now: BoardNow, virtual = false): string | undefined {
  switch (now.is) {
    case 'quiet':
      return undefined
    case 'portal':
      if (now.phone) return m.next.portalInUse()
      return virtual ? m.next.portalVirtual() : m.next.portal()
    case 'starting':
      return m.next.starting()
    case 'trying':
      return now.accessPoint ? m.next.trying() : m.next.tryingAlone()
    case 'refused':
      if (now.staysClosed) return m.next.staysClosed()
      // Without an open portal there is no sign-in page.
      if (!now.accessPoint) return refusedBefore(now)
      return (signInAgain[now.why] ?? m.signInAgain.other)()
    case 'joined':
      return joinedWords(now)
    case 'stopped':
      return m.next.stopped()
  }
}

function joinedWords({ app, end, accessPoint }: BoardNow & { is: 'joined' }): string {
  if (accessPoint) return m.next.accessPointEnds()
  if (end === 'interrupted') return m.next.programStopped()
  if (end === 'failed') return m.next.programFailed()
  if (app) return end ? m.next.appEnded({ app }) : m.next.appRuns({ app })
  return m.next.joined()
}

/** Of a network that the board has tried by itself, before what it does now. */
export const refusedBefore = ({ network, why }: Refusal): string =>
  (tried[why] ?? hubM.tried.other)({ network })

/** After an unplug: true only of a board that has been set up. */
export function withoutPage(now: BoardNow): string {
  switch (now.is) {
    case 'joined':
      return m.unplugged.joined({ network: now.network })
    case 'quiet':
    case 'starting':
    case 'stopped':
      return m.unplugged.console()
    default:
      return m.unplugged.portal()
  }
}

/** Of a board whose console alone was opened. */
export function pastWords(past: InstallProgress | undefined): string {
  if (!past) return m.past.nothing()
  if (past.done) return past.update ? m.past.updated() : m.past.installed()
  return past.update ? afterCancelledUpdate(past.phase) : afterCancel[past.phase]()
}
