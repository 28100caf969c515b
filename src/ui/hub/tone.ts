/** The colour of a board's card: what the board does is good news, bad news, or none yet. */
import type { Talking } from './now-words'

export type Tone = 'good' | 'warn' | 'plain'

export function toneOf({ at, now }: Talking): Tone {
  if (at !== 'running') return 'plain'
  if (now.is === 'portal' || now.is === 'joined') return now.refused ? 'warn' : 'good'
  return now.is === 'refused' || (now.is === 'stopped' && now.end === 'failed') ? 'warn' : 'plain'
}
