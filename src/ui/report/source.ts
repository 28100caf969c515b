/** Where a report finds what it tells, for components anywhere on the page: put in once, at the root. */
import { getContext } from 'svelte'
import type { History } from '../../report/history'
import type { Presets } from '../../state/presets.svelte'
import type { Session } from '../../state/session.svelte'
import type { Environment } from '../shared/platform'

export interface ReportSource {
  session: Session
  history: History
  environment: Environment
  presets?: Presets
}

const key = Symbol('report')

export const reportContext = (source: ReportSource) => new Map([[key, source]])

/** Undefined where a component stands alone, as in a test. */
export const reportSource = () => getContext<ReportSource | undefined>(key)
