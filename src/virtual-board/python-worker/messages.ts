/** What board and worker say to each other beside the shared memory. */
import type { HostRequest } from '../micropython/host-calls'
import type { ModuleSources } from '../micropython/stand-ins'

/** Path ("/lib/x.py") → content; directories end in a slash and have none. */
export type FileTree = [path: string, bytes: Uint8Array | undefined][]

export interface StartMessage {
  channel: SharedArrayBuffer
  modules: ModuleSources
  wasmUrl?: string
  files: FileTree
  /** Runs boot.py and main.py; false only in tests. */
  autorun: boolean
}

export type WorkerMessage =
  | { type: 'output'; bytes: Uint8Array }
  | { type: 'call'; request: HostRequest }
  | { type: 'files'; files: FileTree }
  /** Where Python keeps a pending interrupt, and what to write there. */
  | { type: 'memory'; memory: SharedArrayBuffer; interrupt: { index: number; value: number }[] }
  | { type: 'died'; reason: string }
