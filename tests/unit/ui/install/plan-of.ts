/** A plan for a blank board of 4 MB, with what a test wants otherwise. */
import type { FileFate } from '../../../../src/provision/files/merge-files'
import type { InstallPlan } from '../../../../src/provision/plan/plan'
import type { FoundFilesystem, FoundFirmware } from '../../../../src/provision/survey/found'

export const place = { offset: 0x9c000, blockCount: 865 } as never
export const micropython = { kind: 'micropython', version: 'v1.23.0' } as FoundFirmware
const noFiles: FoundFilesystem = { kind: 'none' }
/** A file by which a board is known to have the portal. */
export const portal = { '/lib/captive_portal/dns.mpy': 'unchanged' } as const

export interface Wanted extends Partial<Omit<InstallPlan, 'found' | 'firmware' | 'files'>> {
  firmware?: FoundFirmware
  filesystem?: FoundFilesystem
  step?: InstallPlan['firmware']['step']
  files?: Record<string, FileFate>
  filesStep?: InstallPlan['files']['step']
}

export function planOf({
  firmware,
  filesystem,
  step,
  files,
  filesStep,
  ...rest
}: Wanted): InstallPlan {
  const planned = Object.entries(files ?? {}).map(([path, fate]) => ({ path, fate, sizeBytes: 9 }))
  return {
    found: {
      flashSizeBytes: 4 << 20,
      firmware: firmware ?? { kind: 'blank' },
      filesystem: filesystem ?? noFiles,
      rfData: 'not-needed',
      head: new Uint8Array(),
    },
    owners: 'keep',
    firmware: { step: step ?? 'write', version: 'v1.27.0', variant: 'GENERIC', sizeBytes: 525_000 },
    files: { step: filesStep ?? 'write', planned },
    losses: [],
    rescue: 'none',
    flashBytes: 700_000,
    wireBytes: 424_000,
    estimatedMs: 10_500,
    work: { eraseFirst: false, firmware: [] },
    uploads: [],
    ...rest,
  }
}
