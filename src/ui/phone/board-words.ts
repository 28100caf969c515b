/** What the board beside the phone does, in a sentence. */
import m from '../../messages/compiled/phone-around'
import type { BoardNow } from '../../micropython/board-now'
import type { PhoneStory } from '../../state/phone-story.svelte'

export function boardWords({ around, now, password }: PhoneStory): string {
  if (!around.isPlugged) return m.board.unplugged()
  if (!around.isPowered) return m.board.off()
  if (now?.is === 'portal' && !now.phone && password) return m.board.portalProtected()
  return now ? nowWords(now) : m.board.quiet()
}

const words = {
  quiet: m.board.quiet,
  starting: m.board.starting,
  portal: m.board.portal,
  stopped: m.board.stopped,
}
const wordsOfNetwork = {
  trying: m.board.trying,
  refused: m.board.refused,
  joined: m.board.joined,
}

function nowWords(now: BoardNow): string {
  if (now.is === 'trying' || now.is === 'refused' || now.is === 'joined') {
    return wordsOfNetwork[now.is]({ network: now.network })
  }
  if (now.is === 'portal' && now.phone) return m.board.portalInUse()
  return words[now.is]()
}
