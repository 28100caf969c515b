import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openRepl } from '../../../src/micropython/open-repl'
import type { Repl } from '../../../src/micropython/repl'
import type { PythonError } from '../../../src/micropython/traceback'
import type { ReplExchange } from '../../support/golden'
import { recorded, ScriptedLink } from './scripted-link'

/** `Math.random` is pinned, so the number that proves the prompt is known. */
const proof: ReplExchange = {
  step: 'proof of the prompt, as in "execute in raw REPL"',
  tx: recorded('execute in raw REPL').tx.replace('1+1', '550000'),
  rx: recorded('execute in raw REPL').rx.replace('2', '550000'),
}
const interrupt = recorded('interrupt at prompt')
const entry = [interrupt, interrupt, recorded('enter raw REPL'), proof]
const handshake = recorded('raw paste handshake')
/** What a board without this paste command answers; from `do_reader_stdin` in pyexec.c. */
const noRawPaste: ReplExchange = { step: 'no raw paste', tx: handshake.tx, rx: 'R\x00>' }

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** `promise` while time flies; a rejection comes back as the value. */
async function timeFlies<T>(promise: Promise<T>, ms = 60_000): Promise<T | Error> {
  const settled = promise.catch((error: Error) => error)
  await vi.advanceTimersByTimeAsync(ms)
  return settled
}

async function openOn(...script: ReplExchange[]): Promise<{ link: ScriptedLink; repl: Repl }> {
  const link = new ScriptedLink([...entry, ...script])
  const repl = await timeFlies(openRepl(link), 1000)
  if (repl instanceof Error) throw repl
  return { link, repl }
}

/** The code of a recorded raw REPL exchange, without the Ctrl-D that runs it. */
const codeOf = ({ tx }: ReplExchange) => Buffer.from(tx.slice(0, -1), 'latin1')

describe('the recorded raw REPL of v1.23.0', () => {
  it('is entered from the friendly prompt', async () => {
    const { link } = await openOn()
    expect(link.done).toBe(true)
  })

  it.each([
    ['execute in raw REPL', '2\n'],
    ['no output', ''],
    ['output without newline', 'café'],
  ])('%s', async (step, output) => {
    const { link, repl } = await openOn(noRawPaste, recorded(step))
    expect(await timeFlies(repl.exec(codeOf(recorded(step))))).toBe(output)
    expect(link.done).toBe(true)
  })

  it.each([
    ['exception in raw REPL', 'ZeroDivisionError', 'divide by zero'],
    ['syntax error in raw REPL', 'SyntaxError', 'invalid syntax'],
    ['then how long is y', 'NameError', "name 'y' isn't defined"],
  ])('%s', async (step, type, message) => {
    const { repl } = await openOn(noRawPaste, recorded(step))
    const error = await timeFlies(repl.exec(codeOf(recorded(step))))
    expect(error).toMatchObject({ code: 'python-error', traceback: { type, message } })
    expect((error as PythonError).traceback.frames[0]).toMatchObject({ file: '<stdin>', line: 1 })
  })

  it('takes 300 bytes by raw paste, window by window', async () => {
    const parts = ['raw paste: 300 bytes', 'raw paste: part 2', 'raw paste: finish'].map(recorded)
    const code = Buffer.from(parts.map(({ tx }) => tx).join(''), 'latin1').subarray(0, -1)
    const { link, repl } = await openOn(handshake, ...parts)
    expect(await timeFlies(repl.exec(code))).toBe('pasted\n')
    expect(link.done).toBe(true)
  })

  it('asks for raw paste only once on a board that does not know it', async () => {
    const run = recorded('execute in raw REPL')
    const { link, repl } = await openOn(noRawPaste, run, run)
    expect(await timeFlies(repl.exec('print(1+1)'))).toBe('2\n')
    expect(await timeFlies(repl.exec('print(1+1)'))).toBe('2\n')
    expect(link.done).toBe(true)
  })

  it('falls back when old firmware takes the request for a plain Ctrl-A', async () => {
    const greeting = { ...handshake, rx: recorded('enter raw REPL').rx.trimStart() }
    const { link, repl } = await openOn(greeting, recorded('execute in raw REPL'))
    expect(await timeFlies(repl.exec('print(1+1)'))).toBe('2\n')
    expect(link.done).toBe(true)
  })

  it('soft-resets and stays in the raw REPL', async () => {
    const { link, repl } = await openOn(recorded('soft reset from raw REPL'))
    expect(await timeFlies(repl.softReset())).toBeUndefined()
    expect(link.done).toBe(true)
  })

  it('leaves to the friendly prompt and stops listening', async () => {
    const { link, repl } = await openOn(recorded('leave raw REPL'))
    await timeFlies(repl.exit())
    expect(link.done).toBe(true)
    expect(link.listeners).toBe(0)
  })

  it('can leave through a soft reset, so that main.py runs', async () => {
    const reset = recorded('soft reset from friendly REPL')
    const { link, repl } = await openOn(recorded('leave raw REPL'), reset)
    await timeFlies(repl.exit({ softReset: true }))
    expect(link.done).toBe(true)
  })
})
