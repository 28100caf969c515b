/**
 * What can be on a board before an installation: the words of the survey. Data only; how it is found
 * is in survey.ts and the files beside it.
 */
import type { FlashMode, Variant } from '../../images/firmware-image'
import type { FilesystemPlace } from '../../images/flash-layout'
import type { Damage, Entry, Layout } from '../../images/littlefs'
import type { FoundData } from './occupied-flash'
import type { RescueNote } from '../rescue/rescue-note'

export type Files = Map<string, Entry>

export interface FoundMicroPython {
  kind: 'micropython'
  /** With its MD5 at the end. */
  sizeBytes: number
  /** MD5 of bytes [4, N), 32 hex digits: the same for two boards with the same image. */
  digest: string
  /** Such as "v1.27.0"; undefined where its text was not looked for or not found. */
  version?: string
  variant?: Variant
  flashMode: FlashMode
  /** What its header says, which is what it believes. */
  headerFlashBytes: number
}

/** MicroPython's, such as "v1.27.0"; undefined of anything else. */
export const foundVersion = (firmware: FoundFirmware): string | undefined =>
  firmware.kind === 'micropython' ? firmware.version : undefined

export type FoundFirmware =
  | { kind: 'blank' }
  | FoundMicroPython
  /**
   * An image that is not whole: an installation that was interrupted, or worn flash. `wantedBytes`:
   * it begins as the image about to be installed, which has so many bytes. `isUnproven`: it does not,
   * and may be somebody's program.
   */
  | { kind: 'damaged'; wantedBytes?: number; isUnproven?: true }
  /** Somebody else's program. */
  | { kind: 'other' }

export interface FoundLittlefs {
  kind: 'littlefs'
  place: FilesystemPlace
  /** On-disk version: "2.0" or "2.1" */
  version: string
  blockCount: number
  files: Files
  /** What could not be read; the files beside it are complete. */
  damage: Damage[]
  /** Blocks in use, counted from the filesystem's start. */
  usedBlocks: Set<number>
  /** Its first two sectors, as they are in the flash. */
  start: Uint8Array
  /** Where in it the files lie. */
  layout: Layout
}

export interface FoundInterrupted {
  kind: 'interrupted'
  place: FilesystemPlace
  note: RescueNote
  /** What the attempt before had put aside. */
  files: Files
  start: Uint8Array
}

export type FoundFilesystem =
  /** No place for one, or nothing that looks like one. */
  | { kind: 'none' }
  | { kind: 'blank'; place: FilesystemPlace }
  | FoundLittlefs
  /** An earlier installation did not end. */
  | FoundInterrupted
  /** Of MicroPython before 1.13. Its files are not read. */
  | { kind: 'fat'; place: FilesystemPlace }
  /** Something else, on a board whose MicroPython keeps its files there. */
  | { kind: 'unreadable'; place: FilesystemPlace }

export interface Survey {
  flashSizeBytes: number
  firmware: FoundFirmware
  filesystem: FoundFilesystem
  /**
   * The radio's settings at the end of the flash; MicroPython itself provides them up to 4 MB, where
   * nothing stands. `foreign`: something stands there that is none, and the chip would not start.
   */
  rfData: 'present' | 'missing' | 'not-needed' | 'foreign'
  /** The first sector of the flash. */
  head: Uint8Array
  /** What is none of this and not erased, as far as the plan has looked; see overwritten.ts. */
  data?: FoundData[]
  /** Not all of the flash that the plan takes has been looked at yet. */
  isUnread?: true
}

/** Files that a survey could read, whatever state the filesystem is in. */
export const filesOf = (filesystem: FoundFilesystem): Files =>
  'files' in filesystem ? filesystem.files : new Map()
