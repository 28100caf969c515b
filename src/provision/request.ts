/**
 * What a person asks for: an installation through the bootloader, or an update of the files alone. Free
 * of presets, so that it can come from anywhere.
 */
import type { FlashMode } from '../images/flash-header'
import type { BoardFile } from '../micropython/board-file'
import type { WifiNetwork } from './files/wifi-credentials'

/** What becomes of the files that the board's owner has on it. */
export type Owners = 'keep' | 'replace'

/** The files that the board shall have. */
export interface FilesRequest {
  portal: PortalSettings
  /** Default: keep. */
  owners?: Owners
  /** Beside the portal's own; they win over what the board has under the same name. */
  extraFiles?: BoardFile[]
  /** The board joins it at its first boot. */
  wifi?: WifiNetwork
}

/** Firmware and files in one write through the bootloader. */
export interface InstallRequest extends FilesRequest {
  /** The firmware image as it was published; checked and patched on the way. */
  firmware: Uint8Array<ArrayBuffer>
  flashMode: 'keep' | FlashMode
  /** In bytes. Refused unless it is that of the board; undefined: whatever the board has. */
  flashSizeBytes?: number
  /** Highest baud rate to try; lower ones follow (esptool/baud-ladder.ts). */
  baudRate: number
  eraseAll: boolean
  /** True for the virtual board, which alone takes the demo image. */
  virtual: boolean
  /**
   * `format`: the start of the filesystem is erased, so that the board makes a new one itself; the
   * portal follows over the REPL. No file survives. For a board that cannot mount what it has.
   */
  filesystem?: 'format'
  /**
   * The sector of the radio's data is erased, and nothing beside it, so that it is made anew. For a
   * board that restarts for ever because something else stands there.
   */
  renewRfData?: boolean
}

/** The firmware stays, only the files are brought up to date, over the REPL. */
export interface UpdateRequest extends FilesRequest {
  /**
   * True once the owner has seen that ours take the place of files such as their own main.py. Without
   * it the update stops before anything is written, with `files-in-the-way`. Paths: only those were
   * seen, and of what is not to be kept, too, only those may go; true: whatever is there.
   */
  mayReplace?: boolean | readonly string[]
}

/** Another network for a board that runs the portal. */
export interface WifiRequest {
  network: WifiNetwork
  /** The networks that it remembers stay; it then joins the strongest of all in reach. */
  keepOthers: boolean
}

/** Goes to the board as /portal.json; empty strings are left out there. */
export interface PortalSettings {
  accessPointName: string
  /** IPv4 address, such as "192.168.4.1" */
  accessPointAddress: string
  hostname: string
  /**
   * Extra fields of the form, at most eight, as firmware/lib/captive_portal/fields.py reads them (a
   * preset's are checked by presets/portal-field.ts).
   */
  fields?: readonly Readonly<Record<string, string>>[]
  /** Runs when the board is connected. */
  app?: AppSettings
  /** WPA2 of the access point, 8–63 printable ASCII characters, in no log; left out: open. */
  password?: string
  /** Once a network is known, the access point opens only by these; left out: by itself. */
  opens?: {
    /** GPIO number of a button to ground, held while the board starts. */
    button?: number
    /** So many quick starts in a row, 3–10. */
    powerCycles?: number
  }
  /** Until the portal closes; left out: never. */
  timeoutSeconds?: number
  /** A fixed IPv4 address in the home network; the netmask is 255.255.255.0 by default, the DNS server the gateway. */
  station?: { ip: string; netmask?: string; gateway: string; dns?: string }
}

/** A starter app: its name, and which files exactly. */
export interface AppSettings {
  name: string
  /** SHA-256 as 64 hex digits. */
  files: readonly { name: string; sha256: string }[]
  /** Its contents, if it is none of those that this page brings. */
  own?: readonly AppFile[]
}

export interface AppFile {
  /** Without a folder, such as "blink.py" */
  name: string
  text: string
}

/** Large contents by identity: a false difference costs a second, a false match would cost a board. */
export function isSameRequest(a: InstallRequest, b: InstallRequest): boolean {
  const small = ({ firmware: _firmware, extraFiles: _extraFiles, ...rest }: InstallRequest) =>
    JSON.stringify(rest)
  return a.firmware === b.firmware && a.extraFiles === b.extraFiles && small(a) === small(b)
}
