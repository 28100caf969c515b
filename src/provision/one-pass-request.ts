/** What a person asks for when everything goes to the board in one write. */
import type { InstallRequest } from './job'
import type { BoardFile } from './files/portal-files'
import type { WifiNetwork } from './files/wifi-credentials'

/** What becomes of the files that the board's owner has on it. */
export type Owners = 'keep' | 'replace'

export interface OnePassRequest extends InstallRequest {
  /** Default: keep. */
  owners?: Owners
  /** Beside the portal's own; they win over what the board has under the same name. */
  extraFiles?: BoardFile[]
  /** The board joins it at its first boot. */
  wifi?: WifiNetwork
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
