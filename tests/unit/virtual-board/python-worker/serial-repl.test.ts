/** Which mode the REPL on the UART is in, when a Ctrl-C comes too late to interrupt anything. */
import { expect, test } from 'vitest'
import { welcome } from '../../../../src/virtual-board/python-worker/raw-paste'
import { SerialRepl } from '../../../../src/virtual-board/python-worker/serial-repl'

const rawPasteRequest = '\x05A\x01'

/** A REPL over a MicroPython that only notes what it is handed. */
function replOnNotes() {
  const fed: number[] = []
  const run: number[] = []
  const transmitted: number[] = []
  const interrupt = { isLate: false }
  const repl = new SerialRepl(
    {
      feed: (byte) => fed.push(byte) < 0,
      run: (byte) => run.push(byte) < 0,
      takeLateInterrupt() {
        const { isLate } = interrupt
        interrupt.isLate = false
        return isLate
      },
      transmit: (text) => void transmitted.push(...Buffer.from(text)),
      withRoom: (_, work) => work(),
      cook: () => undefined,
    },
    { raw: false },
  )
  const type = (text: string) => Buffer.from(text).forEach((byte) => repl.take(byte))
  return { fed, run, transmitted, interrupt, repl, type }
}

test('a late Ctrl-C leaves a half typed line: the next Ctrl-A leads to the raw REPL', () => {
  const { fed, interrupt, repl, transmitted, type } = replOnNotes()
  type('print(1')
  interrupt.isLate = true
  type('\x01')
  expect(Buffer.from(fed).toString()).toBe('print(1\x03\x01')
  expect(repl.raw).toBe(true)
  type(rawPasteRequest)
  expect(transmitted).toEqual([...welcome])
})

test('a late Ctrl-C ends a raw paste', () => {
  const { interrupt, transmitted, type } = replOnNotes()
  type(`\x01${rawPasteRequest}x = 1`)
  interrupt.isLate = true
  type('\x01')
  const said = Buffer.from(transmitted.slice(welcome.length)).toString()
  expect(said).toBe('\x04\x04KeyboardInterrupt: \r\n\x04>')
})

test('only the end of a line, of a paste or of raw code can be interrupted', () => {
  const { run, type } = replOnNotes()
  type('x\r')
  expect(run.splice(0)).toEqual([13])
  type('\x05x\r\x04')
  expect(run.splice(0)).toEqual([4])
  type('\x01x\r\x04')
  expect(run.splice(0)).toEqual([4])
})
