/**
 * What a plan takes from the owner of a board, in the few kinds that a row tells. Another program is no such loss:
 * new boards come with one, and whoever starts a batch wants MicroPython in its place.
 */
import { portalDataPaths } from '../../provision/files/paths'
import type { InstallPlan, Loss } from '../../provision/plan/plan'
import type { LostThing } from './stored-batch'

/** More are not told one by one. */
const mostLosses = 20

export function ownersLosses({ losses }: InstallPlan): LostThing[] {
  const things = losses.flatMap((loss) => lostThing(loss) ?? [])
  const distinct = new Map(things.map((thing) => [`${thing.kind} ${thing.path ?? ''}`, thing]))
  return [...distinct.values()].slice(0, mostLosses)
}

function lostThing(loss: Loss): LostThing | undefined {
  switch (loss.kind) {
    case 'file':
      // The portal writes these itself.
      if (portalDataPaths.includes(loss.path)) return undefined
      return { kind: 'file', path: loss.path.slice(0, 128) }
    case 'filesystem':
      return { kind: 'files' }
    case 'data':
      return { kind: 'data' }
    case 'whole-flash':
      return { kind: 'everything' }
    case 'firmware':
    case 'rf-data':
      return undefined
  }
}
