/**
 * What a running board does, in one line: the same in the card, the step, the tab's title and beside
 * the console, because all of them ask here.
 */
import type { BoardNow } from '../../micropython/board-now'
import type { SessionState } from '../../state/session-state'

type Talking = Extract<SessionState, { at: 'running' | 'unplugged' }>

/** By the portal's words, see firmware/lib/captive_portal/reason.py. */
export const refusals: Record<string, (network: string) => string> = {
  wrong: (network) => `“${network}” refused the password`,
  refused: (network) => `“${network}” refused the board`,
  closed: (network) => `“${network}” wants a password`,
  gone: (network) => `“${network}” is not in reach`,
  silent: (network) => `“${network}” gave no address`,
  unclear: (network) => `“${network}” could not be joined`,
}

const ends = {
  ended: 'The program on the board has ended',
  interrupted: 'The program on the board was stopped',
  failed: 'The program on the board stopped with an error',
}

export function nowWords(now: BoardNow): string {
  switch (now.is) {
    case 'quiet':
      return 'The console is open'
    case 'starting':
      return 'The board is starting'
    case 'portal':
      return now.phone ? 'A phone is on your portal' : 'Your portal is running'
    case 'trying':
      return `The board tries to join “${now.network}”`
    case 'refused':
      return refusals[now.why]?.(now.network) ?? `The board could not join “${now.network}”`
    case 'joined':
      return `Your board is in “${now.network}”`
    case 'stopped':
      return ends[now.end]
  }
}

export const talkingWords = ({ at, now }: Pick<Talking, 'at' | 'now'>): string =>
  at === 'unplugged' ? 'The board was unplugged' : nowWords(now)
