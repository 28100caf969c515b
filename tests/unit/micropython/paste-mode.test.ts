/** Several lines through paste mode: whole, or not at all. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import fc from 'fast-check'
import { linesIn, pasteLines, pasteText } from '../../../src/micropython/paste-mode'
import { decode, encode } from '../../support/bytes'

/** The friendly REPL of `pyexec.c`, as far as paste mode goes; `lose` says which byte never arrives. */
class PastingBoard {
  mode: 'prompt' | 'paste' = 'prompt'
  ran: string[] = []
  sent = 0
  #code = ''
  #listeners = new Set<(bytes: Uint8Array) => void>()
  constructor(
    private readonly options: { lose?: number; silent?: boolean; chatter?: string } = {},
  ) {}

  send = async (bytes: Uint8Array) => {
    expect(bytes.length).toBeLessThanOrEqual(64)
    for (const byte of bytes) {
      if (this.sent++ !== this.options.lose) this.#take(byte)
    }
  }
  listen = (listener: (bytes: Uint8Array) => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #take(byte: number) {
    if (this.options.silent) return
    if (this.mode === 'prompt') {
      if (byte === 3) this.#say('\r\n>>> ')
      if (byte !== 5) return
      this.mode = 'paste'
      this.#code = ''
      return this.#say('\r\npaste mode; Ctrl-C to cancel, Ctrl-D to finish\r\n=== ')
    }
    if (byte === 4 || byte === 3) {
      if (byte === 4) this.ran.push(this.#code)
      this.mode = 'prompt'
      return this.#say('\r\n>>> ')
    }
    const character = String.fromCharCode(byte)
    this.#code += character
    this.#say(byte === 13 ? '\r\n=== ' : character)
    if (byte === 13) this.#say(this.options.chatter ?? '')
  }

  #say(text: string) {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
    for (const listener of this.#listeners) listener(bytes)
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function paste(board: PastingBoard, text: string, isTyped = false) {
  const outcome = pasteLines(board, text, isTyped)
  await vi.advanceTimersByTimeAsync(20_000)
  return outcome
}

describe('paste mode', () => {
  it('runs any text as it is, byte for byte', async () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 100 })
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 2, maxLength: 20 }), async (lines) => {
        const board = new PastingBoard()
        const text = lines.join('\n')
        expect(await paste(board, text)).toBe('running')
        const ran = decode(Uint8Array.from(board.ran[0]!, (byte) => byte.charCodeAt(0)))
        expect(ran).toBe(decode(encode(pasteText(text))))
      }),
      { numRuns: 30 },
    )
  })

  it('runs nothing when one byte does not arrive', async () => {
    const text = 'total = 1\nfor i in range(10):\n    total += i\n'
    for (const lose of [1, 5, 20, 40]) {
      const board = new PastingBoard({ lose })
      expect(await paste(board, text)).toBe('incomplete')
      expect(board.ran).toEqual([])
      expect(board.mode).toBe('prompt')
    }
  })

  it('goes on when something else prints meanwhile', async () => {
    const board = new PastingBoard({ chatter: 'tick\r\n' })
    expect(await paste(board, 'a = 1\nb = 2\n')).toBe('running')
    expect(board.ran).toEqual(['a = 1\rb = 2\r'])
  })

  it('sends nothing of the text where nobody answers', async () => {
    const board = new PastingBoard({ silent: true })
    expect(await paste(board, 'a = 1\nb = 2\n')).toBe('no-paste-mode')
    expect(board.sent).toBe(1)
  })

  it('drops what stands at the prompt first', async () => {
    const board = new PastingBoard()
    expect(await paste(board, 'a = 1\nb = 2', true)).toBe('running')
    expect(board.ran).toEqual(['a = 1\rb = 2'])
  })
})

it('lines are counted however they end; control characters that would end the paste are left out', () => {
  expect(['a', 'a\r', 'a\nb', 'a\r\nb\r\n', '\n'].map(linesIn)).toEqual([1, 1, 2, 2, 1])
  expect(pasteText('a\r\n\tb\x03\x04\nc')).toBe('a\r\tb\rc')
})
