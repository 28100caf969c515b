/** The tab's title: where things stand, for somebody who reads another tab meanwhile. */
import type { DeviceErrorCode } from '../../errors'
import pageM from '../../messages/compiled/page'
import m from '../../messages/compiled/page-title'
import type { Message } from '../../messages/format'
import type { SessionState } from '../../state/session-state'
import { phaseWords } from '../install/phase-words'
import { wentAway } from '../install/switched-off'
import { talkingWords } from '../hub/now-words'

type Titles = Record<DeviceErrorCode, { title: Message }>

/** @param titles  of failures: they are loaded when there is one */
export function pageTitle(state: SessionState, titles?: Titles): string {
  const words = wordsOf(state, titles)
  return words ? m.of({ words }) : pageM.name()
}

function wordsOf(state: SessionState, titles?: Titles): string | undefined {
  switch (state.at) {
    case 'disconnected':
      return undefined
    case 'ready':
      return m.ready()
    case 'running':
    case 'unplugged':
      return talkingWords(state)
    case 'failed':
      if (wentAway(state)) return m.inPlace()
      return titles?.[state.error.code].title() ?? m.failed()
    default:
      return working(state)
  }
}

function working({ at, progress }: Extract<SessionState, { progress?: unknown }>): string {
  if (!progress) return at === 'connecting' ? m.choosing() : phaseWords.prepare()
  const { phase, fraction } = progress
  if (fraction === undefined) return phaseWords[phase]()
  return m.progress({ percent: Math.round(fraction * 100), phase: phaseWords[phase]() })
}
