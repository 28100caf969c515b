/**
 * The words of the job: its phases, its progress, its report. What happens in each phase is in the
 * files beside this one.
 */
import type { BoardIdentity } from '../esptool/identity'
import type { SerialLink } from '../serial/link'

/** In order. `write` and `upload` carry most of the time. */
export const phases = [
  'connect', // reset into the bootloader, sync
  'identify', // chip, MAC, crystal, flash
  'prepare', // stub, baud rate, image checked and patched
  'write',
  'verify',
  'start', // reset into run mode, MicroPython's banner
  'upload', // the portal's files, over the REPL
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
}

export interface JobOptions {
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
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
}

/** A board that answered in its bootloader and is held until `release`. */
export interface ConnectedBoard {
  readonly identity: BoardIdentity
  /** The whole job. On failure the port is closed but stays usable for a second try. */
  install(request: InstallRequest, options?: JobOptions): Promise<Installed>
  /** Resets into run mode and opens the console, without writing anything. */
  openConsole(options?: JobOptions): Promise<SerialLink>
  release(): Promise<void>
}

export interface Installed {
  report: PortalReport
  /** Open at 115200 baud; everything that came since the reset has been replayed to its subscribers. */
  link: SerialLink
}
