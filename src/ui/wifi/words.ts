/** How an attempt ended, and what to do next, in one sentence or two. */
import type { DeviceErrorCode } from '../../errors'
import m from '../../messages/compiled/wifi'
import type { Message } from '../../messages/format'
import type { AfterJoin, JoinFailure } from '../../provision/wifi/board-wifi'
import type { Refused } from '../../state/wifi-setup.svelte'

type AboutName = (values: { name: string }) => string

const refusedWords: Record<Exclude<JoinFailure, 'over'>, AboutName> = {
  wrong: m.refused.wrong,
  refused: m.refused.refused,
  closed: m.refused.closed,
  gone: m.refused.gone,
  silent: m.refused.silent,
  unclear: m.refused.unclear,
  unable: m.refused.unable,
  busy: m.refused.busy,
  'no-answer': m.refused.noAnswer,
}

export const nextWords: Record<AfterJoin, Message> = {
  'portal-closes': m.joined.next.portalCloses,
  restarts: m.joined.next.restarts,
  unknown: m.joined.next.unknown,
}

/** Undefined for an attempt that could not begin. */
export function refusedText({ why, typed }: Refused): AboutName | undefined {
  if (why === 'over') return undefined
  return why === 'gone' && typed !== undefined ? m.refused.goneTyped : refusedWords[why]
}

const failedWords: Partial<Record<DeviceErrorCode, Message>> = {
  'repl-silent': m.failed.silent,
  'file-missing': m.failed.noPortal,
  'port-busy': m.failed.busy,
  'no-answer': m.failed.noNetworks,
}

export const failureWords = (code: DeviceErrorCode): string =>
  (failedWords[code] ?? m.failed.other)()
