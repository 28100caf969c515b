import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DeviceError, isAbort } from '../../../src/errors'
import { openRepl } from '../../../src/micropython/open-repl'
import type { Repl } from '../../../src/micropython/repl'
import { recorded } from './scripted-link'
import { SmallBoard } from './small-board'

const rawBanner = recorded('enter raw REPL').rx

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function timeFlies<T>(promise: Promise<T>, ms = 60_000): Promise<T | Error> {
  const settled = promise.catch((error: Error) => error)
  await vi.advanceTimersByTimeAsync(ms)
  return settled
}

async function open(board: SmallBoard): Promise<Repl> {
  const repl = await timeFlies(openRepl(board))
  if (repl instanceof Error) throw repl
  return repl
}

describe('opening the REPL', () => {
  it('interrupts a running program', async () => {
    const board = new SmallBoard()
    board.mode = 'running'
    expect(await timeFlies((await open(board)).exec('print(1)'))).toBe('1\n')
  })

  it('insists when the program swallows the first five Ctrl-C', async () => {
    const board = new SmallBoard()
    board.mode = 'running'
    board.ignoredInterrupts = 5
    expect(await timeFlies((await open(board)).exec('print(1)'))).toBe('1\n')
  })

  it.each(['raw', 'paste'] as const)('takes over a board left in %s mode', async (mode) => {
    const board = new SmallBoard()
    board.mode = mode
    expect(await timeFlies((await open(board)).exec('print(1)'))).toBe('1\n')
  })

  it('is not confused by answers that come late', async () => {
    const board = new SmallBoard()
    board.mode = 'unresponsive'
    const opening = openRepl(board)
    await vi.advanceTimersByTimeAsync(1500)
    board.mode = 'raw'
    board.say(rawBanner)
    const repl = await timeFlies(opening)
    expect(await timeFlies((repl as Repl).exec('print(7)'))).toBe('7\n')
  })

  it('gives up on a silent board at the deadline, and stops listening', async () => {
    const board = new SmallBoard()
    board.mode = 'unresponsive'
    const opening = openRepl(board, { timeoutMs: 5000 }).catch((error: Error) => error)
    const chatter = setInterval(() => board.say('still busy\r\n'), 100)
    await vi.advanceTimersByTimeAsync(5001)
    expect(await opening).toMatchObject({ code: 'repl-silent' })
    clearInterval(chatter)
    expect(board.listeners).toBe(0)
  })

  it('stops at once when it is cancelled', async () => {
    const board = new SmallBoard()
    board.mode = 'unresponsive'
    const controller = new AbortController()
    const opening = openRepl(board, { signal: controller.signal }).catch((error: Error) => error)
    controller.abort()
    await vi.advanceTimersByTimeAsync(1)
    expect(isAbort(await opening)).toBe(true)
  })

  it('reports a port that is lost meanwhile', async () => {
    const board = new SmallBoard()
    board.mode = 'unresponsive'
    const opening = openRepl(board).catch((error: Error) => error)
    await vi.advanceTimersByTimeAsync(100)
    board.lose(new DeviceError('port-lost', 'The device was unplugged.'))
    await vi.advanceTimersByTimeAsync(1)
    expect(await opening).toMatchObject({ code: 'port-lost' })
  })
})

describe('an exec that does not end', () => {
  it('is stopped by its deadline, and the next one works', async () => {
    const board = new SmallBoard()
    const repl = await open(board)
    const hanging = repl.exec('hang', { timeoutMs: 2000 })
    expect(await timeFlies(hanging)).toMatchObject({ code: 'repl-silent' })
    expect(await timeFlies(repl.exec('print(2)'))).toBe('2\n')
  })

  it('is stopped by a cancel, shows its output until then, and the next one works', async () => {
    const board = new SmallBoard()
    const repl = await open(board)
    const controller = new AbortController()
    let output = ''
    const onOutput = (bytes: Uint8Array) => void (output += Buffer.from(bytes).toString())
    const hanging = repl.exec('hang', { signal: controller.signal, onOutput })
    const settled = hanging.catch((error: Error) => error)
    await vi.advanceTimersByTimeAsync(500)
    controller.abort()
    await vi.advanceTimersByTimeAsync(1000)
    expect(isAbort(await settled)).toBe(true)
    expect(output).toBe('working\r\n')
    expect(board.mode).toBe('raw')
    expect(await timeFlies(repl.exec('print(3)'))).toBe('3\n')
  })

  it('can be cancelled in the middle of a raw paste', async () => {
    const board = new SmallBoard()
    const repl = await open(board)
    const controller = new AbortController()
    const onSent = (sent: number) => void (sent > 600 && controller.abort())
    const code = 'x'.repeat(5000)
    const pasting = repl.exec(code, { signal: controller.signal, onSent })
    expect(isAbort((await timeFlies(pasting)) as Error)).toBe(true)
    expect(board.inputBytes).toBeLessThan(5000)
    expect(await timeFlies(repl.exec('print(4)'))).toBe('4\n')
  })

  it('tries to get back into step when the board was away for a while', async () => {
    const board = new SmallBoard()
    const repl = await open(board)
    board.mode = 'unresponsive'
    expect(await timeFlies(repl.exec('print(5)'))).toMatchObject({ code: 'repl-silent' })
    board.mode = 'friendly'
    expect(await timeFlies(repl.exec('print(6)'))).toBe('6\n')
  })
})

describe('exec with more to come', () => {
  const request = '\x04\x05A\x01'
  const sent = (board: SmallBoard) => String.fromCharCode(...board.written)

  it('asks for the next raw paste in the same breath as it ends this one', async () => {
    const board = new SmallBoard()
    const repl = await open(board)
    expect(await timeFlies(repl.exec('print(1)', { more: true }))).toBe('1\n')
    expect(sent(board).endsWith(`print(1)${request}`)).toBe(true)
    expect(await timeFlies(repl.exec('print(2)'))).toBe('2\n')
    expect(sent(board).endsWith(`${request}print(2)\x04`)).toBe(true)
  })

  it('goes on after code that failed', async () => {
    const repl = await open(new SmallBoard())
    expect(await timeFlies(repl.exec('fail', { more: true }))).toMatchObject({
      code: 'python-error',
    })
    expect(await timeFlies(repl.exec('print(3)'))).toBe('3\n')
  })

  it('can be followed by something else after all', async () => {
    const board = new SmallBoard()
    const repl = await open(board)
    await timeFlies(repl.exec('print(1)', { more: true }))
    expect(await timeFlies(repl.exit())).toBeUndefined()
    expect(board.mode).toBe('friendly')
  })

  it('does nothing special on a board without raw paste', async () => {
    const board = new SmallBoard()
    board.knowsRawPaste = false
    const repl = await open(board)
    expect(await timeFlies(repl.exec('print(1)', { more: true }))).toBe('1\n')
    expect(sent(board).endsWith('print(1)\x04')).toBe(true)
    expect(await timeFlies(repl.exec('print(2)'))).toBe('2\n')
  })

  it.each([251, 252, 253, 254, 255, 256, 257])(
    'never has more than two windows under way: %i bytes',
    async (sizeBytes) => {
      const board = new SmallBoard()
      const repl = await open(board)
      board.holdsGrants = true
      const before = board.written.length
      const pasting = repl.exec('#'.repeat(sizeBytes), { more: true })
      await vi.advanceTimersByTimeAsync(100)
      const request = [0x05, 0x41, 0x01]
      expect(board.written.length - before - request.length).toBeLessThanOrEqual(256)
      board.holdsGrants = false
      expect(await timeFlies(pasting)).toBe('')
    },
  )
})

describe('exec', () => {
  it('runs one exchange at a time', async () => {
    const repl = await open(new SmallBoard())
    const both = Promise.all([repl.exec('print(8)'), repl.exec('print(9)')])
    expect(await timeFlies(both)).toEqual(['8\n', '9\n'])
  })

  it('survives code that ends in SystemExit, which soft-resets the board', async () => {
    const board = new SmallBoard()
    const repl = await open(board)
    const all = Promise.all([repl.exec('exit'), repl.exec('print(1)'), repl.exec('print(2)')])
    expect(await timeFlies(all)).toEqual(['', '1\n', '2\n'])
    // It has not mistaken the greeting after the reset for a board without raw paste.
    expect(String.fromCharCode(...board.written)).toMatch(/A.print\(1\).{2}A.print\(2\).$/s)
  })

  it('refuses code with a control character that would end it early', async () => {
    const repl = await open(new SmallBoard())
    expect(await timeFlies(repl.exec('a\x04b'))).toMatchObject({ code: 'repl-protocol' })
  })

  it('never quotes the code in its errors', async () => {
    const board = new SmallBoard()
    const repl = await open(board)
    board.mode = 'unresponsive'
    const error = (await timeFlies(repl.exec("key='secret'"))) as Error
    expect(error.message).not.toContain('secret')
  })

  it('sends in pieces of 128 bytes with pauses where there is no flow control', async () => {
    const board = new SmallBoard()
    board.knowsRawPaste = false
    const repl = await open(board)
    const before = board.written.length
    const sending = repl.exec('#' + 'y'.repeat(999))
    await vi.advanceTimersByTimeAsync(100)
    // 128 bytes take 11 ms on the wire, and 10 ms to spare: five pieces in 100 ms.
    expect(board.written.length - before).toBeLessThan(5 * 128 + 10)
    expect(await timeFlies(sending)).toBe('')
  })

  it('is refused after close, which stops listening and may be called twice', async () => {
    const board = new SmallBoard()
    const repl = await open(board)
    await timeFlies(repl.close())
    await timeFlies(repl.close())
    expect(board.listeners).toBe(0)
    expect(await timeFlies(repl.exec('print(1)'))).toMatchObject({ code: 'unexpected' })
  })
})
