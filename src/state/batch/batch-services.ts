/** How a batch reaches boards; ui/batch puts the real ones together from those of the page. */
import type { SerialProvider } from '../../serial/provider'
import type { FirmwareServices } from '../firmware.svelte'
import type { ConnectedBoard } from '../../provision/connected-board'
import type { ConnectBoardOptions } from '../../provision/connect-board'
import type { BoardKind } from '../session-state'

export interface BatchServices {
  kind: BoardKind
  /** Where ports come from, as of a Session. */
  provider(): Promise<SerialProvider>
  connectBoard(port: SerialPort, options: ConnectBoardOptions): Promise<ConnectedBoard>
  firmware: FirmwareServices
  /**
   * This tab works on the batch from now on, until what this resolves with is called; undefined while another
   * tab does.
   */
  takeTurn(): Promise<(() => void) | undefined>
  /** Milliseconds since 1970. */
  now(): number
}

/** Virtual boards side by side, for people without any: what hands do with them. */
export interface VirtualRack extends Pick<BatchServices, 'provider' | 'connectBoard'> {
  /** Of each board whether it is plugged in. */
  readonly plugged: readonly boolean[]
  plug(index: number): void
  unplug(index: number): void
  /** Calls `listener` after each change; returns a function that unsubscribes it. */
  onChange(listener: () => void): () => void
}

/** What a page brings for batches, beside what its Session reaches boards with. */
export interface ManyBoards {
  firmware: FirmwareServices
  /** Eight virtual boards, none of them plugged in; rejects with board-unavailable. */
  rack(): Promise<VirtualRack>
}
