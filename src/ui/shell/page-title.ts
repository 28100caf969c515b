/** The tab's title: where things stand, for somebody who reads another tab meanwhile. */
import type { DeviceErrorCode } from '../../errors'
import type { SessionState } from '../../state/session-state'
import { phaseWords } from '../install/phase-words'
import { talkingWords } from '../phone/now-words'

const name = 'Portal Flasher'

type Titles = Record<DeviceErrorCode, { title: string }>

/** @param titles  of failures: they are loaded when there is one */
export function pageTitle(state: SessionState, titles?: Titles): string {
  const words = wordsOf(state, titles)
  return words ? `${words} – ${name}` : name
}

function wordsOf(state: SessionState, titles?: Titles): string | undefined {
  switch (state.at) {
    case 'disconnected':
      return undefined
    case 'ready':
      return 'Ready to install'
    case 'running':
    case 'unplugged':
      return talkingWords(state)
    case 'failed':
      return titles?.[state.error.code].title ?? 'It did not work'
    default:
      return working(state)
  }
}

function working({ at, progress }: Extract<SessionState, { progress?: unknown }>): string {
  if (!progress) return at === 'connecting' ? 'Choose your board' : phaseWords.prepare()
  const { phase, fraction } = progress
  if (fraction === undefined) return phaseWords[phase]()
  return `${Math.round(fraction * 100)} % ${phaseWords[phase]()}`
}
