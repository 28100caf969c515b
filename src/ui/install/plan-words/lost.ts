/** What will be lost. */
import { hex } from '../../../bytes/hex'
import m from '../../../messages/compiled/plan'
import { size } from '../../../messages/format'
import type { InstallPlan, Loss } from '../../../provision/plan/plan'
import type { FoundData } from '../../../provision/survey/occupied-flash'
import { isOwners, networksFate } from './files'
import { holdsSomething } from './found'

export interface LossWords {
  /** Whole things: a firmware, a filesystem, everything. */
  things: string[]
  /** Files that are gone afterwards. */
  gone: string[]
  /** Files whose place is taken by one of the portal's. */
  replaced: string[]
  /** Files whose place is taken by an extra file. */
  overwritten: string[]
}

/** @param extra paths of the extra files */
export function lossWords(plan: InstallPlan, extra: readonly string[] = []): LossWords {
  const { losses } = plan
  const own = losses.filter((loss) => loss.kind === 'file').filter(({ path }) => isOwners(path))
  const replaced = own.filter(({ why }) => why === 'replaced').map(({ path }) => path)
  const gone = own.filter(({ why }) => why !== 'replaced').map(({ path }) => path)
  return {
    things: [...losses.flatMap((loss) => thingWords(loss, plan)), ...networksLoss(plan)],
    gone,
    replaced: replaced.filter((path) => !extra.includes(path)),
    overwritten: replaced.filter((path) => extra.includes(path)),
  }
}

export const losesAnything = (lost: LossWords): boolean =>
  Object.values(lost).some((some) => some.length > 0)

function networksLoss(plan: InstallPlan): string[] {
  const fate = networksFate(plan)
  if (fate === 'lost') return [m.lost.networks()]
  const replaced = fate === 'replaced' && plan.owners === 'replace'
  return replaced ? [m.lost.networksReplaced()] : []
}

function thingWords(loss: Loss, plan: InstallPlan): string[] {
  switch (loss.kind) {
    case 'whole-flash':
      return holdsSomething(plan) ? [everythingWords(plan)] : []
    case 'firmware':
      return [m.lost.firmware()]
    case 'filesystem':
      return [filesystemWords(loss)]
    case 'data':
      return [dataWords[loss.what](sizeAndOffset(loss))]
    case 'rf-data':
      return [m.lost.rfData(sizeAndOffset(loss))]
    case 'file':
      return []
  }
}

function everythingWords({ found: { firmware } }: InstallPlan): string {
  if (firmware.kind === 'blank') return m.lost.allData()
  if (firmware.kind !== 'micropython') return m.lost.allFirmware()
  const { version, sizeBytes } = firmware
  return version
    ? m.lost.allMicropython({ version, size: size(sizeBytes) })
    : m.lost.allMicropythonUnnamed({ size: size(sizeBytes) })
}

const filesystemWords = ({ offsetBytes }: Loss & { kind: 'filesystem' }): string =>
  offsetBytes === undefined
    ? m.lost.filesystemSomewhere()
    : m.lost.filesystem({ offset: hex(offsetBytes) })

const dataWords: Record<FoundData['what'], typeof m.lost.unknown> = {
  littlefs: m.lost.littlefs,
  fat: m.lost.fat,
  program: m.lost.program,
  unknown: m.lost.unknown,
}

const sizeAndOffset = (place: { sizeBytes: number; offsetBytes: number }) => ({
  size: size(place.sizeBytes),
  offset: hex(place.offsetBytes),
})

/** True if what is lost cannot be named file by file: only a copy of the whole flash saves it. */
export const losesUnread = ({ losses }: InstallPlan): boolean =>
  losses.some(({ kind }) => kind === 'firmware' || kind === 'filesystem' || kind === 'data')
