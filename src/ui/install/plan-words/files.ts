/** What becomes of the files on a board, as far as a person is told of it. */
import { blockSizeBytes } from '../../../images/littlefs/geometry'
import type { FileFate } from '../../../provision/files/merge-files'
import { credentialsPath, portalDataPaths } from '../../../provision/files/paths'
import type { InstallPlan } from '../../../provision/plan/plan'

/** False for what the portal writes itself: a new version of that is no loss of a file. */
export const isOwners = (path: string): boolean => !portalDataPaths.includes(path)

const pathsOf = ({ files: { planned } }: InstallPlan, ...fates: FileFate[]): string[] =>
  planned.filter(({ fate }) => fates.includes(fate)).map(({ path }) => path)

/** What the board's owner has on it and the portal does not bring. */
export const ownPaths = (plan: InstallPlan): string[] =>
  pathsOf(plan, 'kept', 'lost').filter(isOwners)

export const keptPaths = (plan: InstallPlan): string[] => pathsOf(plan, 'kept').filter(isOwners)

/** True if there is something to be asked about: files, or networks that the portal has saved. */
export const hasOwners = (plan: InstallPlan): boolean =>
  ownPaths(plan).length > 0 || networksFate(plan) !== undefined

/** What becomes of the networks that the portal has saved; undefined where it has none. */
export function networksFate({ files: { planned } }: InstallPlan): FileFate | undefined {
  const fate = planned.find(({ path }) => path === credentialsPath)?.fate
  return fate === 'added' ? undefined : fate
}

/** Of the extra files those that this plan knows. */
export function extraPaths({ files }: InstallPlan, extra: readonly string[]): string[] {
  const fates = new Map(files.planned.map(({ path, fate }) => [path, fate]))
  const uploaded = files.step === 'repl'
  return extra.filter((path) => uploaded || fates.has(path))
}

const goingFates: FileFate[] = ['lost', 'removed']

/** Roughly what is left for extra files: littlefs gives a file whole blocks. */
export function freeBytes(plan: InstallPlan, capacityBytes: number, extra: readonly string[]) {
  const others = plan.files.planned.filter(
    ({ path, fate }) => !goingFates.includes(fate) && !extra.includes(path),
  )
  const usedBlocks = others.reduce(
    (sum, file) => sum + Math.ceil(file.sizeBytes / blockSizeBytes),
    0,
  )
  return capacityBytes - usedBlocks * blockSizeBytes
}
