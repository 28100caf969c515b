/** How an attempt ended, and what to do next, in one sentence or two. */
import type { DeviceErrorCode } from '../../errors'
import m from '../../messages/compiled/wifi'
import type { Message } from '../../messages/format'
import type { AfterJoin, JoinFailure } from '../../provision/wifi/board-wifi'
import type { Interrupting } from '../../state/wifi-setup.svelte'

type AboutName = (values: { name: string }) => string

export const refusedWords: Record<Exclude<JoinFailure, 'over'>, AboutName> = {
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
  prompt: m.joined.next.prompt,
  unknown: m.joined.next.unknown,
}

/** What the board has to stop before it can be asked. */
export const askingWords: Record<Interrupting, Message> = {
  program: m.asking.program,
  unknown: m.asking.unknown,
}

const failedWords: Partial<Record<DeviceErrorCode, Message>> = {
  'repl-silent': m.failed.silent,
  'file-missing': m.failed.noPortal,
  'port-busy': m.failed.busy,
  'no-answer': m.failed.noNetworks,
}

export const failureWords = (code: DeviceErrorCode): string =>
  (failedWords[code] ?? m.failed.other)()
