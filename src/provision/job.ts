/**
 * The words of the job: its phases, its progress, its report. What happens in each phase is in the
 * files beside this one.
 */

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

/** What the bootloader tells about a board. */
export interface BoardIdentity {
  /** "ESP8266EX" or "ESP8285…", esptool's names. */
  chip: string
  /** "aa:bb:cc:dd:ee:ff" */
  mac: string
  /** 26 or 40 */
  crystalMhz: number
  /** JEDEC id: manufacturer and device, as esptool prints them. */
  flashManufacturer: number
  flashDevice: number
  flashSizeBytes: number
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
