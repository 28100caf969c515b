/**
 * A virtual board with real MicroPython, its port opened as the page opens it, and a REPL on it; and
 * what the tests on it share.
 */
import { afterEach, beforeEach } from 'vitest'
import { makeDemoImage } from '../../src/images/demo-image'
import { openRepl } from '../../src/micropython/open-repl'
import type { Repl } from '../../src/micropython/repl'
import type { SerialLink } from '../../src/serial/link'
import { openLink } from '../../src/serial/open-link'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { createMicroPythonProgram } from '../../src/virtual-board/python-worker/node'

export class ReplRig {
  readonly board: VirtualBoard
  link!: SerialLink
  repl!: Repl

  constructor() {
    const flash = makeDemoImage()
    flash[3] = 0x30 // 2 MB, of which the filesystem has one
    const program = createMicroPythonProgram()
    this.board = createVirtualBoard({ flash, flashSizeBytes: 2 * 1024 * 1024, program })
  }

  async connect(): Promise<void> {
    this.link = await openLink(this.board.port, { baudRate: 115_200 })
    this.repl = await openRepl(this.link, { timeoutMs: 30_000 }) // ends hangs, on a busy machine too
  }

  async dispose(): Promise<void> {
    await this.link.close()
    this.board.dispose()
  }
}

/** Of the test that runs. */
export let rig: ReplRig

/** A rig for every test of the file, connected. */
export function useReplRig(): void {
  beforeEach(async () => {
    rig = new ReplRig()
    await rig.connect()
  })
  afterEach(() => rig.dispose())
}
