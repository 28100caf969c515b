/** Messages between board and worker, beside the shared memory (channel.ts). */
import type { FirmwareIdentity } from '../chip/boot-image'
import type { FileTree } from '../interpreter/board-files'
import type { HostRequest } from '../interpreter/host-calls'
import type { InterruptLocation } from '../interpreter/interrupt'
import type { ModuleSources } from '../interpreter/stand-in-modules'

export interface StartMessage {
  channel: SharedArrayBuffer
  modules: ModuleSources
  wasmUrl?: string
  files: FileTree
  /** Blocks of the filesystem in flash. */
  totalBlocks: number
  firmware: FirmwareIdentity
}

export type WorkerMessage =
  /** There is something in the output ring; sent again only after `outputSeen`. */
  | { type: 'output' }
  | { type: 'call'; request: HostRequest }
  | { type: 'files'; files: FileTree }
  /** Python's memory, and where a Ctrl-C goes. */
  | { type: 'memory'; memory: SharedArrayBuffer; interrupt: InterruptLocation }
  /** The worker has failed; `reason` goes out on the UART. */
  | { type: 'crashed'; reason: string }
