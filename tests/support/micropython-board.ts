/**
 * A virtual board that runs real MicroPython, and the page's request for it: what the tests of whole
 * installations share. Bytes take no time, and the board's own waits a tenth of theirs.
 */
import { makeDemoImage } from '../../src/images/demo-image'
import type { InstallRequest } from '../../src/provision/request'
import {
  createVirtualBoard,
  type VirtualBoard,
  type VirtualBoardOptions,
} from '../../src/virtual-board/board'
import type { Clock } from '../../src/virtual-board/clock'
import { createMicroPythonProgram } from '../../src/virtual-board/python-worker/node'

const timesAsFast = 10

/** The board's waits (a scan, a sleep in Python) are what most of an installation consists of. */
export function fastClock(): Clock {
  const start = performance.now()
  return {
    now: () => (performance.now() - start) * timesAsFast,
    after: (ms, fn) => {
      const timer = setTimeout(fn, ms / timesAsFast)
      return () => clearTimeout(timer)
    },
  }
}

export const micropythonBoard = (options: VirtualBoardOptions = {}): VirtualBoard =>
  createVirtualBoard({ program: createMicroPythonProgram(), clock: fastClock(), ...options })

/** Without a name the portal takes one from the board's MAC. */
export const demoRequest = (accessPointName = ''): InstallRequest => ({
  firmware: makeDemoImage(),
  flashMode: 'keep',
  baudRate: 460_800,
  eraseAll: false,
  virtual: true,
  portal: { accessPointName, accessPointAddress: '192.168.4.1', hostname: '' },
})
