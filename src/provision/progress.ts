/** The phases of an installation or update, and how its progress is told. */

/** In order. `write` carries most of the time; what a plan does not need is left out. */
export const phases = [
  'connect', // reset into the bootloader, sync
  'identify', // chip, MAC, crystal, flash
  'prepare', // stub, baud rate, image checked and patched, the board compared with it
  'write', // only what differs; each piece is checked by its MD5
  'verify', // the last piece
  'start', // reset into run mode, the first output
  'upload', // the portal's files, over the REPL: only where MicroPython is too old for one write
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
  /** Firmware and files are on the board and compared: what follows is its start, which needs no cable. */
  inPlace?: true
  /** Only the person at the board can do what `detail` says; nothing goes on before. */
  byHand?: true
}

export interface JobOptions {
  signal?: AbortSignal
  onProgress?: (progress: Progress) => void
}
