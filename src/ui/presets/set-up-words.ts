/** What of the set-up network is not as usual, in one line; a password is not shown. */
import m from '../../messages/compiled/preset-editor'
import { enumeration } from '../../messages/format'
import type { DraftFields } from '../../presets/draft'

/** Undefined where all of it is as in a new preset. */
export function setUpWords({
  password,
  opens,
  closesAfter,
  station,
}: DraftFields['portal']): string | undefined {
  const what = [
    ...(password?.is === 'shared' ? [m.setUp.nowShared()] : []),
    ...(password?.is === 'own' ? [m.setUp.nowOwn()] : []),
    ...(opens ? [m.setUp.nowOpens()] : []),
    ...(closesAfter === undefined ? [] : [m.setUp.nowCloses()]),
    ...(station ? [m.setUp.nowStation()] : []),
  ]
  return what.length > 0 ? m.advanced.unusual({ what: enumeration(what) }) : undefined
}
