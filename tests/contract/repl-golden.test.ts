/**
 * MicroPython on the virtual board against MicroPython v1.23.0 on the chip, byte for byte. Only the
 * banner's version and date may differ: here runs v1.27.0.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDemoImage } from '../../src/images/demo-image'
import { patchHeader } from '../../src/images/firmware-image'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { createMicroPythonProgram } from '../../src/virtual-board/python-worker/node'
import { fromLatin1, latin1 } from '../support/bytes'
import { replExchanges } from '../support/golden'

const anyVersion = (text: string) =>
  text.replace(/MicroPython v[\d.]+ on [\d-]+;/g, 'MicroPython vX on DATE;')

let board: VirtualBoard
let writer: WritableStreamDefaultWriter<Uint8Array>
const received: number[] = []
let onBytes = () => {}

beforeAll(async () => {
  const flash = patchHeader(makeDemoImage(), { flashSizeBytes: 4 * 1024 * 1024 })
  board = createVirtualBoard({ flash, program: createMicroPythonProgram() })
  const { port } = board
  await port.open({ baudRate: 115_200, bufferSize: 65_536 })
  writer = port.writable!.getWriter()
  void port.readable!.pipeTo(
    new WritableStream({
      write: (chunk) => {
        received.push(...chunk)
        onBytes()
      },
    }),
  )
  board.powerCycle()
  await until(() => latin1(received).endsWith('>>> '))
})
afterAll(() => board.dispose())

/** Resolves as soon as `done` holds; looks after every byte that arrives. */
const until = (done: () => boolean) =>
  new Promise<void>((resolve) => {
    onBytes = () => done() && resolve()
    onBytes()
  })

describe(`the ${replExchanges.length} recorded exchanges with the REPL`, () => {
  it.each(replExchanges)('$step', { timeout: 10_000 }, async ({ tx, rx }) => {
    received.length = 0
    await writer.write(fromLatin1(tx))
    const wanted = anyVersion(rx)
    const enough = () => anyVersion(latin1(received)).length >= wanted.length
    await Promise.race([until(enough), new Promise((resolve) => setTimeout(resolve, 4000))])
    expect(anyVersion(latin1(received))).toBe(wanted)
  })
})
