/** What is different on the board since a plan was made. */
import m from '../../../messages/compiled/plan'
import { enumeration } from '../../../messages/format'
import type { Consent } from '../../../provision/plan/consent'
import type { InstallPlan } from '../../../provision/plan/plan'
import { changesBetween } from '../../../provision/survey/changes'

/** What is different since a plan was agreed to; empty if that cannot be told. */
export function changeWords(consent: Consent, { found }: InstallPlan): string[] {
  if (consent === 'nothing') return []
  const { added, changed, removed, firmware } = changesBetween(consent.found, found)
  return [
    ...(firmware ? [m.changed.program()] : []),
    ...listWords(m.changed.added, added),
    ...listWords(m.changed.changed, changed),
    ...listWords(m.changed.removed, removed),
  ]
}

const listWords = (words: typeof m.changed.added, paths: string[]): string[] =>
  paths.length > 0 ? [words({ paths: enumeration(paths) })] : []
