/**
 * Eight virtual boards side by side, for the view of many boards: each with its own MAC address, flash and
 * MicroPython. As boards whose USB chip has a serial number, they keep their permission when they are pulled out.
 */
import { DeviceError } from './errors'
import type { VirtualRack } from './state/batch/batch-services'
import type { Environment } from './ui/shared/platform'
import { createVirtualBoard, defaultMac, type VirtualBoard } from './virtual-board/board'
import { realClock } from './virtual-board/clock'
import { paceOfPage } from './virtual-board/pace'
import { createMicroPythonProgram } from './virtual-board/python-worker/browser'
import { SerialHub } from './virtual-board/web-serial/serial-hub'

const boards = 8

/** @throws DeviceError board-unavailable where the page is not isolated */
export function makeRack({ isolated }: Pick<Environment, 'isolated'>): VirtualRack {
  if (!isolated) {
    throw new DeviceError('board-unavailable', 'The page is not cross-origin isolated.')
  }
  return new Rack()
}

class Rack implements VirtualRack {
  readonly #boards = Array.from({ length: boards }, (_, index) => newBoard(index))
  readonly #hub = new SerialHub(this.#boards.map(({ serial }) => serial))
  readonly #listeners = new Set<() => void>()

  constructor() {
    // The last one has a bad contact: the first time it does not answer.
    const last = this.#boards.at(-1)
    if (last) last.faults.neverSync = true
    for (const board of this.#boards) {
      board.onPowerChange(() => {
        for (const listener of this.#listeners) listener()
      })
    }
    // For the browser's own console and for tests.
    Object.assign(globalThis, { virtualRack: this.#boards })
  }

  get plugged(): readonly boolean[] {
    return this.#boards.map(({ bridge }) => bridge.isPlugged)
  }

  provider = async () => this.#hub

  connectBoard: VirtualRack['connectBoard'] = async (port, options) => {
    const { connectBoard } = await import('./provision/connect-board')
    return connectBoard(port, options)
  }

  plug(index: number): void {
    this.#boards[index]?.plug()
  }

  /** With the hand at the cable, its contact is mended. */
  unplug(index: number): void {
    const board = this.#boards[index]
    if (!board) return
    board.unplug()
    board.faults.neverSync = false
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

function newBoard(index: number): VirtualBoard {
  const mac = Uint8Array.of(...defaultMac.subarray(0, 5), 0x50 + index)
  const options = { clock: realClock(), pace: paceOfPage(), program: createMicroPythonProgram() }
  const board = createVirtualBoard({ ...options, mac })
  board.serial.grant()
  board.unplug()
  return board
}
