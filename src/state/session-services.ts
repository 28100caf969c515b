/** The functions through which a Session reaches boards; services.ts has the real ones. */
import type { BoardNow } from '../micropython/board-now'
import type { BoardWatcher } from '../micropython/board-watch'
import type { Surroundings } from '../phone/surroundings'
import type { ConnectedBoard, Installed } from '../provision/connected-board'
import type { JobOptions } from '../provision/progress'
import type { UpdateRequest } from '../provision/request'
import type { BoardWifi, OpenWifiOptions } from '../provision/wifi/board-wifi'
import type { PortAccess } from '../serial/port-access'
import type { SerialLink } from '../serial/link'
import type { SerialProvider } from '../serial/provider'
import type { ManyBoards } from './batch/batch-services'
import type { BoardKind } from './session-state'

export interface ConnectOptions extends JobOptions {
  /** The size of a flash whose chip does not report it. */
  flashSizeBytes?: number
}

export interface SessionServices {
  /**
   * Where ports of this kind come from; rejects with web-serial-missing or board-unavailable.
   * @param access default: what works best in this browser
   */
  provider(kind: BoardKind, access?: PortAccess): Promise<SerialProvider>
  /**
   * Phone, router, power and cable of the virtual board, which is made if it is not there yet.
   * Rejects with board-unavailable, or if the parts do not load.
   */
  surroundings?(): Promise<Surroundings>
  /** What a batch of boards needs beside these. */
  many?(): Promise<ManyBoards>
  connectBoard(port: SerialPort, options: ConnectOptions): Promise<ConnectedBoard>
  /** For a board as it runs, without its bootloader. */
  updateOverConsole(
    port: SerialPort,
    request: UpdateRequest,
    options: JobOptions,
  ): Promise<Installed>
  /** The console of a board as it runs: nothing is reset. */
  listen(port: SerialPort, options: JobOptions): Promise<SerialLink>
  /** What can give the board behind `link` a network. */
  openWifi(link: SerialLink, options: OpenWifiOptions): Promise<BoardWifi>
  /** Resets the board into its firmware, by the lines of an open link. */
  hardReset(link: SerialLink): Promise<void>
  /** Calls `onChange` whenever the board behind `link` does something else than before. */
  watchBoard?(
    link: SerialLink,
    known: BoardNow,
    onChange: (now: BoardNow) => void,
  ): Promise<BoardWatcher>
}
