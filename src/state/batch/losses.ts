/**
 * What a plan takes from the owner of a board, in the few kinds that a row tells. Another program is no such loss:
 * new boards come with one, and whoever starts a batch wants MicroPython in its place.
 *
 * All of it counts for what a person agrees to; a row tells and stores only the first few.
 */
import { portalDataPaths } from '../../provision/files/paths'
import type { InstallPlan, Loss } from '../../provision/plan/plan'
import { longestPath, mostLosses, type LostThing, type UntouchedResult } from './stored-batch'

/** All of them, each once, with whole paths: files come last. */
export function ownersLosses({ losses }: InstallPlan): LostThing[] {
  const things = losses.flatMap((loss) => lostThing(loss) ?? [])
  const distinct = [...new Map(things.map((thing) => [keyOf(thing), thing])).values()]
  return distinct.toSorted((a, b) => Number(a.kind === 'file') - Number(b.kind === 'file'))
}

/** Whether a person has agreed to every one. */
export function areAgreed(losses: readonly LostThing[], agreed: readonly LostThing[]): boolean {
  const keys = new Set(agreed.map(keyOf))
  return losses.every((loss) => keys.has(keyOf(loss)))
}

/** As a row tells them: the first by name, the number of all others. */
export function toldLosses(losses: readonly LostThing[]): Pick<UntouchedResult, 'lost' | 'more'> {
  const lost = losses.filter(({ path = '' }) => path.length <= longestPath).slice(0, mostLosses)
  const more = losses.length - lost.length
  return more > 0 ? { lost, more } : { lost }
}

const keyOf = ({ kind, path = '' }: LostThing): string => `${kind} ${path}`

function lostThing(loss: Loss): LostThing | undefined {
  switch (loss.kind) {
    case 'file':
      // The portal writes these itself.
      if (portalDataPaths.includes(loss.path)) return undefined
      return { kind: 'file', path: loss.path }
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
