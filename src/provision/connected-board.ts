/** A board that answered in its bootloader, as the page uses it; made by connect-board.ts. */
import type { WaitOptions } from '../async/deadline'
import type { BoardIdentity } from '../esptool/identity'
import type { PortalState } from '../micropython/portal-lines'
import type { SerialLink } from '../serial/link'
import type { BackupOptions } from './backup/backup'
import type { BoardFilesystem } from './board-files/board-filesystem'
import type { Consent } from './plan/consent'
import type { FileOnBoard } from './files/merge-files'
import type { InstallPlan } from './plan/plan'
import type { JobOptions } from './progress'
import type { InstallRequest, UpdateRequest } from './request'

export interface PlanJobOptions extends JobOptions {
  /**
   * A plan that names all that it writes at once, while the rest of the flash is still looked through;
   * its `found.isUnread` is true. Called at most once.
   */
  onDraft?: (plan: InstallPlan) => void
}

export interface InstallJobOptions extends JobOptions {
  /** What was agreed to: a plan that loses more than this names is not carried out. Default: anything. */
  consent?: Consent
}

export interface FilesOptions extends WaitOptions {
  onClosed?: () => void
}

/** Held in its bootloader until `release`; its port belongs to nobody else meanwhile. */
export interface ConnectedBoard {
  readonly identity: BoardIdentity
  /** What an installation would do. Looks and compares; nothing on the board changes. */
  plan(request: InstallRequest, options?: PlanJobOptions): Promise<InstallPlan>
  /**
   * The whole job, by the last plan if it was made for the same request, else by a new one. On failure
   * the port is closed but stays usable for a second try. Rejects with `board-changed` (a BoardChanged)
   * if the board is not as it was when the plan was made, or if more is lost than `consent` names: then
   * nothing was written, or no more after the chip was lost in the midst of it.
   */
  install(request: InstallRequest, options?: InstallJobOptions): Promise<Installed>
  /** The files alone, over the console; the firmware stays as it is. See update-files.ts. */
  update(request: UpdateRequest, options?: JobOptions): Promise<Installed>
  /** The whole flash as it is now, to be written back with any flasher. */
  backUp(options?: BackupOptions): Promise<Uint8Array<ArrayBuffer>>
  /**
   * The files one by one, through the bootloader, for a board that does not answer otherwise: see
   * board-files/. Each change is a write of its own, planned and verified.
   */
  files(options?: FilesOptions): Promise<BoardFilesystem>
  /** Resets into run mode and opens the console, without writing anything. */
  openConsole(options?: JobOptions): Promise<SerialLink>
  release(): Promise<void>
}

/** A board whose portal runs. */
export interface Installed {
  report: PortalState
  /** Of the access point, as it was written now; undefined: open. In no log. */
  accessPointPassword?: string
  /** After an update of files alone. */
  files?: FileCounts
  /** Every file on the board when it started, where that is known. */
  onBoard?: FileOnBoard[]
  /** Open at 115200 baud; everything that came since the reset has been replayed to its subscribers. */
  link: SerialLink
}

/** A board that is restarting with another network. */
export interface WifiChanged {
  /** As that of `Installed`. */
  link: SerialLink
  onBoard: FileOnBoard[]
}

/** What an update of files did. */
export interface FileCounts {
  sent: number
  /** Had the right content already. */
  same: number
}
