/** What the board beside the phone does, in a sentence. */
import m from '../../messages/compiled/phone-around'
import type { BoardNow } from '../../micropython/board-now'
import type { PhoneStory } from '../../state/phone-story.svelte'

export function boardWords({ around, now }: PhoneStory): string {
  if (!around.isPowered) return m.board.off()
  return now ? nowWords(now) : m.board.quiet()
}

function nowWords(now: BoardNow): string {
  switch (now.is) {
    case 'trying':
    case 'refused':
    case 'joined':
      return m.board[now.is]({ network: now.network })
    default:
      return m.board[now.is]()
  }
}
