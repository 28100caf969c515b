/** A file that cannot be the firmware, and what it was recognised as. */
import { DeviceError, type DeviceErrorCode } from '../errors'

/** What needs no more than its name. */
export type FileKind = ArchiveKind | OtherKind

export type ArchiveKind =
  | 'zip'
  | 'empty-zip'
  | 'zip-part'
  | 'gzip'
  | '7z'
  | 'rar'
  | 'xz'
  | 'bzip2'
  | 'empty-bzip2'
  | 'zstandard'
  | 'lz4'
  | 'lzip'
  | 'compress'
  | 'cabinet'
  | 'tar'

type OtherKind =
  | 'uf2'
  | 'windows-program'
  | 'elf'
  | 'esp8266-v2'
  | 'mpy'
  | 'littlefs'
  | 'fat'
  | 'romfs'
  | 'picture'
  | 'pdf'
  | 'partition-table'
  | 'web-page'
  | 'intel-hex'
  | 's-record'
  | 'git-lfs'
  | 'python'
  | 'json'
  | 'text'
  | 'empty'
  | 'erased'
  | 'zeros'
  | 'whole-flash'
  | 'ota'
  | 'arduino'
  | 'espressif-at'
  | 'esp8266-program'
  | 'folder'
  | 'unreadable'

/** The kinds that have a value of their own. */
export type Recognised =
  | { kind: FileKind }
  /** An image for a newer chip, such as "ESP32-C3"; undefined for one that is not known yet. */
  | { kind: 'newer-chip' | 'newer-chip-factory'; chip: string | undefined }
  /** Another project's program for the ESP8266, such as "Tasmota". */
  | { kind: 'project'; project: string }
  /** Flash whose first bytes are erased. */
  | { kind: 'erased-start'; erasedBytes: number }
  /** The first byte as "0x12". */
  | { kind: 'unknown'; firstByte: string }
  | { kind: 'too-big'; sizeBytes: number }
  | { kind: 'several-files'; count: number }

/** `found` is for the page, which has words for each kind; the message is for a log. */
export class RefusedFile extends DeviceError {
  constructor(
    code: DeviceErrorCode,
    readonly found: Recognised,
  ) {
    super(
      code,
      `Recognised as ${Object.values(found).join(' ')}, which is no firmware for this board.`,
    )
  }
}

/** No flash that an ESP8266 can address is larger, in bytes. */
export const maxFirmwareBytes = 16 * 1024 * 1024

/** For a file that need not even be read. */
export const tooBigForFirmware = (sizeBytes: number): RefusedFile =>
  new RefusedFile('image-too-big', { kind: 'too-big', sizeBytes })
