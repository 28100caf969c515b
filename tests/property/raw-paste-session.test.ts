import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openRepl } from '../../src/micropython/open-repl'
import { SmallBoard } from '../unit/micropython/small-board'

/** The chip's input ring, and answers that arrive late and in any pieces. */
class RingBoard extends SmallBoard {
  readonly #ring: number[] = []
  fullest = 0
  lost = 0
  #reading = false

  constructor(
    readonly paces: Iterator<number>,
    readonly pieces: Iterator<number>,
  ) {
    super()
  }

  protected override take(byte: number): void {
    if (this.#ring.length >= 256) return void this.lost++
    this.#ring.push(byte)
    this.fullest = Math.max(this.fullest, this.#ring.length)
    if (!this.#reading) this.#readLater()
  }

  #readLater() {
    this.#reading = true
    setTimeout(() => {
      this.#reading = false
      for (const byte of this.#ring.splice(0, this.paces.next().value)) super.take(byte)
      if (this.#ring.length > 0) this.#readLater()
    }, 1)
  }

  override say(text: string): void {
    for (let at = 0; at < text.length;) {
      const piece = text.slice(at, (at += this.pieces.next().value as number))
      setTimeout(() => super.say(piece), 3)
    }
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const program = fc.record({
  // Around the edges of windows, and anything.
  paddingBytes: fc.oneof(
    fc.integer({ min: 0, max: 1500 }),
    fc.constantFrom(110, 111, 117, 118, 119, 120, 238, 239, 245, 246, 247, 248, 249, 250),
  ),
  number: fc.nat(999),
  more: fc.boolean(),
})

it('any programs, however slow the board reads and however its answers are cut: all run, in order, and the input ring never overflows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(program, { maxLength: 6 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 300 })),
      fc.infiniteStream(fc.integer({ min: 1, max: 7 })),
      async (programs, paces, pieces) => {
        const board = new RingBoard(paces, pieces)
        const opening = openRepl(board)
        await vi.advanceTimersByTimeAsync(20_000)
        const repl = await opening
        const all = Promise.all(
          programs.map(({ paddingBytes, number, more }) =>
            repl.exec(`#${'x'.repeat(paddingBytes)}\nprint(${number})`, { more }),
          ),
        ).catch((error: Error) => error)
        await vi.advanceTimersByTimeAsync(60_000)
        expect(await all).toEqual(programs.map(({ number }) => `${number}\n`))
        expect(board.lost).toBe(0)
        expect(board.fullest).toBeLessThanOrEqual(256)
      },
    ),
    { numRuns: 300 },
  )
})
