/**
 * What a running board does, in one line: the same in the card, the step, the tab's title and beside
 * the console, because all of them ask here.
 */
import m from '../../messages/compiled/phone'
import type { BoardNow } from '../../micropython/board-now'
import type { SessionState } from '../../state/session-state'

export type Talking = Extract<SessionState, { at: 'running' | 'unplugged' }>

export const isTalking = (state: SessionState): state is Talking =>
  state.at === 'running' || state.at === 'unplugged'

/** By the portal's words, see firmware/lib/captive_portal/reason.py. */
export const refusals: Record<string, (values: { network: string }) => string> = {
  wrong: m.refusal.wrong,
  refused: m.refusal.refused,
  closed: m.refusal.closed,
  gone: m.refusal.gone,
  silent: m.refusal.silent,
  unclear: m.refusal.unclear,
}

const ends = {
  ended: m.end.ended,
  interrupted: m.end.interrupted,
  failed: m.end.failed,
}

export function nowWords(now: BoardNow): string {
  switch (now.is) {
    case 'quiet':
      return m.now.quiet()
    case 'starting':
      return m.now.starting()
    case 'portal':
      return now.phone ? m.now.portalInUse() : m.now.portal()
    case 'trying':
      return m.now.trying(now)
    case 'refused':
      return (refusals[now.why] ?? m.now.refused)(now)
    case 'joined':
      return m.now.joined(now)
    case 'stopped':
      return ends[now.end]()
  }
}

export const talkingWords = (board: Talking): string =>
  board.at === 'unplugged' ? m.now.unplugged() : nowWords(board.now)
