/** Gathers the facts for a report from the state of the page. Loaded with the report, not before. */
import type { DeviceError } from '../../errors'
import m from '../../messages/compiled/report'
import type { Preset } from '../../presets/schema'
import type { ReportFacts } from '../../report/facts'
import { versions } from '../../report/versions'
import { trafficOf } from '../../serial/traffic'
import { givenPasswords } from '../../state/given-passwords'
import { identityOf, kindOf, type SessionState } from '../../state/session-state'
import type { ReportSource } from './source'

export interface Trouble {
  error?: DeviceError
  /** What the board said. */
  heard?: string
}

export function collectFacts(
  { session, history, environment, presets }: ReportSource,
  { error, heard }: Trouble = {},
): ReportFacts {
  const { state } = session
  const { port, networks, asked } = history
  const preset = presets?.selected
  return {
    madeAt: new Date(),
    atMs: performance.now(),
    versions,
    browser: {
      userAgent: navigator.userAgent,
      access: environment.access,
      isolated: environment.isolated,
    },
    state: stateWords(state),
    problem: error && {
      code: error.code,
      message: error.message,
      causes: causesOf(error),
      heard,
    },
    kind: kindOf(state),
    bridge: port?.getInfo(),
    identity: identityOf(state) ?? history.identity,
    preset,
    asked,
    attempts: history.attempts,
    traffic: port && trafficOf(port),
    macs: [...history.macs],
    passwords: [
      ...networks.map(({ password }) => password),
      ...givenPasswords(),
      ...(presets?.all ?? []).flatMap(sharedPassword),
    ],
    names: [
      ...networks.map(({ name }) => name),
      ...(presets?.all ?? []).flatMap(({ portal }) => [portal.accessPointName, portal.hostname]),
      ...[asked?.portal?.accessPointName, asked?.portal?.hostname].filter(isText),
      ...('report' in state ? [state.report?.accessPointName, state.report?.joined] : []).filter(
        isText,
      ),
    ],
  }
}

const sharedPassword = ({ portal: { password } }: Preset): string[] =>
  password?.is === 'shared' ? [password.text] : []

const isText = (value: string | undefined): value is string => value !== undefined

function stateWords(state: SessionState): string {
  if (state.at !== 'failed') return state.at
  const { during, phase } = state
  return phase ? m.head.failedInPhase({ during, phase }) : m.head.failed({ during })
}

const mostCauses = 5

function causesOf(error: Error): string[] {
  const causes: string[] = []
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    causes.push(`${cause.name}: ${cause.message}`)
    if (causes.length === mostCauses) break
  }
  return causes
}
