/**
 * A virtual board with real MicroPython on which the page's own portal and its owner's files lie, and
 * what the tests of updating its files share. Unpaced: bytes take no time.
 */
import { makeDemoImage } from '../../src/images/demo-image'
import { buildFilesystem, readFilesystem, type Entry } from '../../src/images/littlefs'
import { withParents } from '../../src/provision/files/merge-files'
import { portalFiles } from '../../src/provision/files/portal-files'
import { updateFiles, type UpdateOptions } from '../../src/provision/update/update-files'
import type { UpdateRequest } from '../../src/provision/request'
import type { VirtualBoard, VirtualBoardOptions } from '../../src/virtual-board/board'
import { micropythonBoard } from './micropython-board'
import { fileEntry } from './one-pass'
import { latin1 } from './bytes'

export const settings = (accessPointName: string) => ({
  accessPointName,
  accessPointAddress: '192.168.4.1',
  hostname: '',
})

export const wanted = (change: Partial<UpdateRequest> = {}): UpdateRequest => ({
  portal: settings('Lamp'),
  ...change,
})

/** The portal as this page brings it, with its settings. */
export async function portalTree(name = 'Lamp'): Promise<Map<string, Entry>> {
  const files = await portalFiles(settings(name), 'v1.27.0')
  return new Map(files.map(({ path, bytes }) => [path, fileEntry(bytes)]))
}

const place = { offsetBytes: 0x100000, blockCount: 251 }

/** 2 MB, MicroPython in it, and `tree` in its filesystem; without one, it formats it itself. */
export function boardWith(
  tree?: Map<string, Entry>,
  options: VirtualBoardOptions = {},
): VirtualBoard {
  const image = makeDemoImage()
  image[3] = 0x30
  const flash = new Uint8Array(2 * 1024 * 1024).fill(0xff)
  flash.set(image)
  if (tree) flash.set(buildFilesystem(withParents(tree), place), place.offsetBytes)
  return micropythonBoard({ flash, flashSizeBytes: flash.length, ...options })
}

/** Without directories. */
export function filesOf(board: VirtualBoard): Map<string, string> {
  const image = board.flash.read(place.offsetBytes, place.blockCount * 4096)
  const files = [...readFilesystem(image).entries].filter(([, { type }]) => type === 'file')
  const text = (entry: Entry) => (entry.type === 'file' ? latin1(entry.bytes) : '')
  return new Map(files.map(([path, entry]) => [path, text(entry)]))
}

/** An update to its end; the console is closed again. */
export async function update(
  board: VirtualBoard,
  request: UpdateRequest,
  options: Partial<UpdateOptions> = {},
) {
  const { link, report, files } = await updateFiles(board.port, request, {
    way: 'reset',
    ...options,
  })
  await link.close()
  return { report, files }
}
