/**
 * The words of the job: its phases, its progress, its report. What happens in each phase is in the
 * files beside this one.
 */
import type { BoardIdentity } from '../esptool/identity'
import type { SerialLink } from '../serial/link'
import type { Agreed } from './plan/agreement'
import type { BackupOptions } from './backup/backup'
import type { OnePassRequest } from './one-pass-request'
import type { InstallPlan } from './plan/plan'
import type { FileCounts, UpdateRequest } from './update/update-request'

/** In order. `write` carries most of the time; what a plan does not need is left out. */
export const phases = [
  'connect', // reset into the bootloader, sync
  'identify', // chip, MAC, crystal, flash
  'prepare', // stub, baud rate, image checked and patched, the board compared with it
  'write', // only what differs; each piece is checked by its MD5
  'verify', // the last piece
  'start', // reset into run mode, the first words
  'upload', // the portal's files, over the REPL: only where MicroPython is too old for one pass
  'portal', // until the portal says that its access point is up
] as const
export type Phase = (typeof phases)[number]

export interface Progress {
  phase: Phase
  /** 0–1 within the phase; undefined while it cannot be known. */
  fraction?: number
  /** Milliseconds to the end of the whole job, when it can be told. */
  remainingMs?: number
  /** One short sentence for the person who watches, such as "Trying 460800 baud". */
  detail?: string
  /** Only the person at the board can do what `detail` says; nothing goes on before. */
  byHand?: true
}

export interface JobOptions {
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
}

export interface PlanJobOptions extends JobOptions {
  /**
   * A plan that names all that it writes at once, while the rest of the flash is still looked through;
   * its `found.isUnread` is true. Called at most once.
   */
  onDraft?: (plan: InstallPlan) => void
}

export interface InstallJobOptions extends JobOptions {
  /** What was agreed to: a plan that loses more than this names is not carried out. Default: anything. */
  agreed?: Agreed
}

/** What the portal said about itself when it came up. */
export interface PortalReport {
  /** The access point's name; undefined when the board joined a known network at once. */
  accessPointName?: string
  /** The address to open: of the access point, or of the board in the home network. */
  address: string
  /** The home network's name, when it was joined. */
  joined?: string
}

/** What the person wants on the board; free of presets, so that it can come from anywhere. */
export interface InstallRequest {
  /** The firmware image as it was published; checked and patched on the way. */
  firmware: Uint8Array<ArrayBuffer>
  flashMode: 'keep' | 'qio' | 'qout' | 'dio' | 'dout'
  /** Refused unless it is that of the board; undefined: whatever the board has. */
  flashSizeBytes?: number
  /** Highest rate to try; the ladder goes down from here. */
  baudRate: number
  eraseAll: boolean
  /** True for the virtual board, which alone takes the demo image. */
  virtual: boolean
  portal: PortalSettings
}

/** Goes to the board as /portal.json; empty strings are left out there. */
export interface PortalSettings {
  accessPointName: string
  accessPointAddress: string
  hostname: string
  /** Extra fields of the form, at most eight. */
  fields?: readonly PortalField[]
  /** Runs when the board is connected. */
  app?: AppSettings
}

/** A starter app: its name, and which files exactly. */
export interface AppSettings {
  name: string
  files: readonly { name: string; sha256: string }[]
  /** Its contents, if it is none of those that this page brings. */
  own?: readonly AppFile[]
}

export interface AppFile {
  name: string
  text: string
}

/** As firmware/lib/captive_portal/fields.py reads it. */
export interface PortalField {
  label: string
  /** Its key in /settings.json */
  name: string
  /** An HTML input type */
  type: string
  default: string
  /** Regular expression; empty: anything */
  pattern: string
}

/** A board that answered in its bootloader and is held until `release`. */
export interface ConnectedBoard {
  readonly identity: BoardIdentity
  /** What an installation would do. Looks and compares; nothing on the board changes. */
  plan(request: OnePassRequest, options?: PlanJobOptions): Promise<InstallPlan>
  /**
   * The whole job, by the last plan if it was made for the same request, else by a new one. On failure
   * the port is closed but stays usable for a second try. Rejects with `board-changed` (a BoardChanged)
   * if the board is not as it was when the plan was made, or if more is lost than `agreed` names: then
   * nothing was written, or no more after the chip was lost in the midst of it.
   */
  install(request: OnePassRequest, options?: InstallJobOptions): Promise<Installed>
  /** The files alone, over the console; the firmware stays as it is. See update-files.ts. */
  update(request: UpdateRequest, options?: JobOptions): Promise<Installed>
  /** The whole flash as it is now, to be written back with any flasher. */
  backUp(options?: BackupOptions): Promise<Uint8Array<ArrayBuffer>>
  /** Resets into run mode and opens the console, without writing anything. */
  openConsole(options?: JobOptions): Promise<SerialLink>
  release(): Promise<void>
}

export interface Installed {
  report: PortalReport
  /** After an update of files alone. */
  files?: FileCounts
  /** Open at 115200 baud; everything that came since the reset has been replayed to its subscribers. */
  link: SerialLink
}
