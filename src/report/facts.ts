/** What a report is made from: plain data, gathered where the page's state is known. */
import type { BoardIdentity } from '../esptool/identity'
import type { Preset } from '../presets/schema'
import type { Phase } from '../provision/progress'
import type { InstallRequest, UpdateRequest } from '../provision/request'
import type { PortAccess } from '../serial/port-access'
import type { RecordedTraffic } from './redact'

/** Times in milliseconds since the page was opened. */
export interface PhaseRecord {
  phase: Phase
  fromMs: number
  toMs: number
  /** What was told meanwhile, such as "Trying 460800 baud". */
  details: string[]
}

export interface AttemptRecord {
  what: 'connect' | 'install' | 'update' | 'console' | 'wifi'
  fromMs: number
  toMs?: number
  phases: PhaseRecord[]
  /** "done", "cancelled", or an error's code. */
  outcome?: string
}

/** A request without contents of files. */
export type Asked = Omit<Partial<InstallRequest & UpdateRequest>, 'firmware' | 'extraFiles'> & {
  firmwareBytes?: number
  extraFiles?: number
}

export interface ReportFacts {
  madeAt: Date
  /** Since the page was opened, as all times below. */
  atMs: number
  versions: Record<string, string>
  browser: { userAgent: string; access: readonly PortAccess[]; isolated: boolean }
  /** Where the page stands, such as "failed while installing". */
  state: string
  problem?: { code: string; message: string; causes: string[]; heard?: string }
  kind?: 'real' | 'virtual'
  /** Of the USB bridge; an empty object where there is none. */
  bridge?: SerialPortInfo
  identity?: BoardIdentity
  preset?: Preset
  asked?: Asked
  attempts: readonly AttemptRecord[]
  traffic?: RecordedTraffic
  /** Of every board of this page: the record may go back to an earlier one. */
  macs: readonly string[]
  /** In no report. */
  passwords: readonly string[]
  /** In a report only where network names may be. */
  names: readonly string[]
}
