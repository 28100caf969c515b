/**
 * Python's files in the flash of the board, as LittleFS: read at the start, written after each change. Only
 * sectors that differ are erased and programmed. The only file here that uses the reader and writer of images/.
 */
import { buildFilesystem, readFilesystem, type Entry } from '../../images/littlefs'
import type { FlashMemory, ProgramContext } from '../chip/program'
import type { FileTree } from '../interpreter/board-files'

const blockBytes = 4096

/** boot.py on a new filesystem (ports/esp8266/modules/inisetup.py of 1.27). */
const firstBoot = `# This file is executed on every boot (including wake-boot from deepsleep)
#import esp
#esp.osdebug(None)
import os, machine
#os.dupterm(None, 1) # disable REPL on UART(0)
import gc
#import webrepl
#webrepl.start()
gc.collect()
`

export class FlashFiles {
  constructor(
    private readonly flash: FlashMemory,
    private readonly place: ProgramContext['filesystem'],
  ) {}

  /** Reads every file; a blank filesystem gets boot.py first. */
  read(): FileTree {
    const { offsetBytes, blockCount } = this.place
    const image = this.flash.read(offsetBytes, blockCount * blockBytes)
    if (image.subarray(0, blockBytes).every((byte) => byte === 0xff)) return this.#format()
    const { entries } = readFilesystem(image, { tolerant: true })
    return [...entries]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, entry]) => [path, entry.type === 'file' ? entry.bytes : undefined])
  }

  #format(): FileTree {
    const files: FileTree = [['/boot.py', new TextEncoder().encode(firstBoot)]]
    this.write(files)
    return files
  }

  /** Replaces all files. */
  write(files: FileTree): void {
    const tree = files.map(([path, bytes]): [string, Entry] => [
      path,
      bytes ? { type: 'file', bytes } : { type: 'directory' },
    ])
    const image = buildFilesystem(tree, { blockCount: this.place.blockCount })
    for (let at = 0; at < image.length; at += blockBytes) this.#writeBlock(at, image)
  }

  #writeBlock(at: number, image: Uint8Array): void {
    const offset = this.place.offsetBytes + at
    const wanted = image.subarray(at, at + blockBytes)
    const present = this.flash.read(offset, wanted.length)
    if (wanted.every((byte, i) => byte === present[i])) return
    // Beyond the end of the chip addresses wrap to its start: free blocks must not be erased there.
    if (offset >= this.flash.sizeBytes && wanted.every((byte) => byte === 0xff)) return
    this.flash.eraseSectors(offset, blockBytes)
    this.flash.program(offset, wanted)
  }
}
