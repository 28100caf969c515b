/**
 * The demo beside the phone is no imitation: an installation on a real board asks for the same, and leaves the same
 * files, byte for byte as they lie in the flash.
 */
import { afterEach, expect, it } from 'vitest'
import { makeDemoImage } from '../../src/images/demo-image'
import { defaultPresets } from '../../src/presets/defaults'
import { openBootloader } from '../../src/esptool/open-bootloader'
import { installPlanned, prepareInstall } from '../../src/provision/write/install-in-one-pass'
import { RescuedFiles } from '../../src/provision/rescue/rescued-files'
import { installRequest } from '../../src/state/install-request'
import type { BoardKind } from '../../src/state/session-state'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { filesOn, genericBlocks, genericOffset } from '../support/one-pass'
import { micropythonBoard } from '../support/micropython-board'

const boards: VirtualBoard[] = []
afterEach(() => boards.splice(0).forEach((board) => board.dispose()))

/** As the page asks for it, with the same image: real boards run another one, which is no matter of the files. */
async function installAs(kind: BoardKind) {
  const board = micropythonBoard()
  boards.push(board)
  const [preset] = defaultPresets()
  if (!preset) throw new Error('No preset.')
  const request = { ...installRequest(preset, makeDemoImage(), kind), virtual: true }
  const bootloader = await openBootloader(board.port)
  const options = { rescued: new RescuedFiles() }
  const prepared = await prepareInstall(bootloader, request, options)
  const { link } = await installPlanned(board.port, bootloader, prepared, options)
  await link.close()
  return { board, prepared }
}

const flashOf = (board: VirtualBoard) =>
  Buffer.from(board.flash.read(genericOffset, genericBlocks * 4096))

it('the files of the demo are those of an installation on a real board', async () => {
  const demo = await installAs('virtual')
  const real = await installAs('real')
  expect(flashOf(demo.board).equals(flashOf(real.board))).toBe(true)
  const files = [...filesOn(demo.board).keys()]
  expect(files).toEqual(expect.arrayContaining(['/boot.py', '/main.py', '/portal.json']))
})
