/**
 * The board of the tests in a process of its own, as a board is a thing of its own. Told what to do
 * over the channel to its parent; answers each order once it is done.
 */
import { rmSync } from 'node:fs'
import * as v from 'valibot'
import { createVirtualBoard } from '../../src/virtual-board/board'
import { sectorBytes } from '../../src/virtual-board/chip/nor-flash'
import { createMicroPythonProgram } from '../../src/virtual-board/python-worker/node'
import { serialDevice, socketIn } from './machine'
import { orderSchema, type Answer, type OrderName } from './orders'
import { PtyBoard } from './pty-board'

const [program = '', folder = '', browserName] = process.argv.slice(2)
const browser = browserName === 'firefox' ? browserName : 'chromium'
const socket = socketIn(folder)
const device = serialDevice()
if (!device) throw new Error('The kernel lists no serial device.')
const board = createVirtualBoard({ pace: true, program: createMicroPythonProgram() })
const served = await PtyBoard.open(board, device, { program, socket, browser })

type Result = Answer['result'] | void
const obey: Record<OrderName, () => Result | Promise<Result>> = {
  introduce: () => served.introduce(),
  unplug: () => served.unplug(),
  plug: () => served.plug(),
  erase: () => void board.flash.bytes.fill(0xff),
  spoil: () => void board.flash.bytes.fill(0xff, 0, sectorBytes),
  hold: () => served.hold(true),
  'let-go': () => served.hold(false),
  path: () => served.path,
  'is-open': () => board.bridge.client !== undefined,
  'baud-rates': () => served.baudRates.splice(0),
}

async function answer(message: unknown): Promise<void> {
  const { id, order } = v.parse(orderSchema, message)
  process.send?.({ id, result: (await obey[order]()) ?? null })
}

process.on('message', (message) => void answer(message))
// The parent has finished, or it was killed: nothing stays behind.
process.on('disconnect', () => {
  served.close()
  rmSync(folder, { recursive: true, force: true })
  process.exit()
})
process.send?.({ id: 0, result: served.path })
