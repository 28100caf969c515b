/** What a Session needs from below, and what it remembers for a second try. */
import type { BoardNow } from '../micropython/board-now'
import type { BoardWatcher } from '../micropython/board-watch'
import type { Agreed } from '../provision/plan/agreement'
import type { ConnectedBoard, Installed } from '../provision/connected-board'
import type { JobOptions } from '../provision/progress'
import type { InstallRequest, UpdateRequest } from '../provision/request'
import type { SerialLink } from '../serial/link'
import type { SerialProvider } from '../serial/provider'
import type { BoardKind } from './session-state'

export interface ConnectOptions extends JobOptions {
  /** The size of a flash whose chip does not tell it. */
  flashSizeBytes?: number
}

export interface SessionServices {
  /** Where ports of this kind come from; rejects with web-serial-missing or board-unavailable. */
  provider(kind: BoardKind): Promise<SerialProvider>
  connectBoard(port: SerialPort, options: ConnectOptions): Promise<ConnectedBoard>
  /** Takes a board as it runs, without its bootloader. */
  updateOverConsole(
    port: SerialPort,
    request: UpdateRequest,
    options: JobOptions,
  ): Promise<Installed>
  /** Resets the board into its firmware, by the lines of an open link. */
  hardReset(link: SerialLink): Promise<void>
  /** Tells what the board behind `link` does, whenever that has changed. */
  watchBoard?(
    link: SerialLink,
    known: BoardNow,
    onChange: (now: BoardNow) => void,
  ): Promise<BoardWatcher>
}

/** What the person wanted last, for "Try again". */
export interface Last {
  kind: BoardKind
  port?: SerialPort
  console?: true
  /** What was agreed to, and for which board. */
  install?: { request: InstallRequest; mac: string; agreed?: Agreed }
  /** The same for files alone; without a board's name it was a board as it ran. */
  update?: { request: UpdateRequest; mac?: string }
}
