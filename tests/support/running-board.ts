/** A board on which something runs that is not MicroPython but acts like it: it writes files and talks. */
import { buildFilesystem } from '../../src/images/littlefs'
import type { FilesystemPlace } from '../../src/images/flash-layout'
import { withParents } from '../../src/provision/files/merge-files'
import type { VirtualBoard } from '../../src/virtual-board/board'
import type { ProgramFactory } from '../../src/virtual-board/chip/program'
import { fileEntry, filesOn, genericBlocks, genericOffset } from './one-pass'
import { encode } from './bytes'

/** What the portal prints when it starts, up to its last line. */
export const portalLines = (name: string): string =>
  [
    'Starting captive portal',
    `Access point '${name}' is open`,
    "AP mode configured: ('192.168.4.1', '255.255.255.0', '192.168.4.1', '192.168.4.1')",
    'DNS Server listening on 53',
    '',
  ].join('\r\n')

/** Says what the portal says, under the name that it has by then; `onStart` is what it does before. */
export const portalSaying =
  (name: string | (() => string), onStart: () => void = () => undefined): ProgramFactory =>
  () => ({
    start(context) {
      onStart()
      context.transmit(encode(portalLines(typeof name === 'string' ? name : name())))
    },
    receive: () => undefined,
    stop: () => undefined,
  })

const generic = { offset: genericOffset, blockCount: genericBlocks }

/** What a program on a board that runs does with `open(path, 'w')`. */
export function writeFileOn(
  board: VirtualBoard,
  path: string,
  content: string,
  { offset, blockCount }: FilesystemPlace = generic,
): void {
  const files = filesOn(board, offset, blockCount)
  files.set(path, fileEntry(content))
  const image = buildFilesystem(withParents(files), { blockCount })
  board.flash.eraseSectors(offset, Math.ceil(image.length / 4096) * 4096)
  board.flash.program(offset, image)
}
