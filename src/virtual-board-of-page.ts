/** The virtual boards of the page, on real time and at a real board's pace; loaded when somebody tries one. */
import { DeviceError } from './errors'
import { internetAddress, internetAnswer } from './phone/systems'
import type { Surroundings } from './phone/surroundings'
import type { Environment } from './ui/shared/platform'
import { createVirtualBoard, defaultMac } from './virtual-board/board'
import { realClock } from './virtual-board/clock'
import { clockSpeedOfPage, paceOfPage } from './virtual-board/pace'
import { createMicroPythonProgram } from './virtual-board/python-worker/browser'
import { pageEnvironment, surroundingsOf } from './virtual-board/surroundings'
import { bridgeOfPage } from './virtual-board/usb-devices/bridge-of-page'
import type { VirtualSerial } from './virtual-board/web-serial/virtual-serial'

export interface BesideBoard {
  serial: VirtualSerial
  surroundings: Surroundings
}

/** @throws DeviceError board-unavailable where the page is not isolated */
export function makeVirtualBoard({ isolated }: Environment): BesideBoard {
  if (!isolated) {
    throw new DeviceError('board-unavailable', 'The page is not cross-origin isolated.')
  }
  const clock = realClock(clockSpeedOfPage())
  const environment = pageEnvironment(clock, defaultMac)
  const program = createMicroPythonProgram(undefined, environment)
  const bridge = bridgeOfPage()
  const board = createVirtualBoard({ clock, pace: paceOfPage(), program, bridge })
  // For the browser's own console and for tests: its buttons, its plug, its faults.
  Object.assign(globalThis, { virtualBoard: board })
  const options = { clock, environment, internet: internetAnswer, internetAddress }
  return { serial: board.serial, surroundings: surroundingsOf(board, options) }
}
