/** What a cancel in each phase of the job leaves on the board. */
import m from '../../messages/compiled/cancelled'
import type { Message } from '../../messages/format'
import type { Phase } from '../../provision/progress'

export const afterCancel: Record<Phase, Message> = {
  connect: m.untouched,
  identify: m.untouched,
  prepare: m.untouched,
  write: m.incomplete,
  verify: m.unchecked,
  start: m.complete,
  upload: m.noPortal,
  portal: m.complete,
}

/** Until all new files are there the board works with its old ones; see sync-board.ts. */
export const afterCancelledUpdate = (phase: Phase): string =>
  phase === 'portal' ? m.complete() : m.update()
