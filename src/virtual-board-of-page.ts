/**
 * The page's virtual board, with the phone and the router around it; loaded when it is asked for. All its
 * parts come at once, and from here, so that the first load does not list them.
 */
import { DeviceError } from './errors'
import type { Surroundings } from './phone/surroundings'
import type { Environment } from './ui/shared/platform'
import type { VirtualSerial } from './virtual-board/web-serial/virtual-serial'

export interface BesideBoard {
  serial: VirtualSerial
  surroundings: Surroundings
}

/** @throws DeviceError `board-unavailable` without cross-origin isolation */
export async function makeVirtualBoard({ isolated }: Environment): Promise<BesideBoard> {
  if (!isolated) {
    throw new DeviceError('board-unavailable', 'The page is not cross-origin isolated.')
  }
  const [
    boards,
    { paceOfPage },
    { bridgeOfPage },
    { createMicroPythonProgram },
    { realClock },
    around,
    phones,
  ] = await Promise.all([
    import('./virtual-board/board'),
    import('./virtual-board/pace'),
    import('./virtual-board/usb-devices/bridge-of-page'),
    import('./virtual-board/python-worker/browser'),
    import('./virtual-board/clock'),
    import('./virtual-board/surroundings'),
    import('./phone/systems'),
  ])
  const clock = realClock()
  const environment = around.pageEnvironment(clock, boards.defaultMac)
  const program = createMicroPythonProgram(undefined, environment)
  const bridge = bridgeOfPage()
  const board = boards.createVirtualBoard({ clock, pace: paceOfPage(), program, bridge })
  // For the browser's own console and for tests: its buttons, its plug, its faults.
  Object.assign(globalThis, { virtualBoard: board })
  const { internetAnswer: internet, internetAddress } = phones
  const options = { clock, environment, internet, internetAddress }
  return { serial: board.serial, surroundings: around.surroundingsOf(board, options) }
}
