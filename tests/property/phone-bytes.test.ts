/** Whatever phone and board send, read and close in whatever order: bytes arrive once, in order, before the end. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TcpSocket } from '../../src/phone/phone-link'
import { microtasks } from '../support/virtual-time'
import { boardAddress, BoardSocket, RadioRig } from '../unit/virtual-board/radio/radio-rig'

const connections = 3

type Step =
  | { who: 'phone' | 'board'; does: 'send'; size: number }
  | { who: 'phone' | 'board'; does: 'read' | 'close' }
  | { who: 'time'; ms: number }
  | { who: 'radio' }

const end = fc.constantFrom('phone' as const, 'board' as const)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      who: end,
      does: fc.constant('send' as const),
      size: fc.integer({ min: 1, max: 1800 }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ who: end, does: fc.constant('read' as const) }) },
  { weight: 1, arbitrary: fc.record({ who: end, does: fc.constant('close' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      who: fc.constant('time' as const),
      ms: fc.integer({ min: 1, max: 40 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ who: fc.constant('radio' as const) }) },
)

/** The n-th byte that goes in one direction. */
const byteAt = (n: number) => (n * 7 + (n >> 8)) & 255

/** Counts what arrives in one direction, and complains of the first byte that is not the next one. */
class Stream {
  sent = 0
  received = 0
  next = (size: number) => Uint8Array.from({ length: size }, (_, at) => byteAt(this.sent + at))
  take(bytes: Uint8Array): void {
    for (const byte of bytes) expect(byte).toBe(byteAt(this.received++))
    expect(this.received).toBeLessThanOrEqual(this.sent)
  }
}

class Pair {
  readonly toBoard = new Stream()
  readonly toPhone = new Stream()
  phoneClosed = false
  boardClosed = false
  phoneSawEnd = false
  failed: string | undefined

  constructor(
    readonly phone: TcpSocket,
    readonly board: BoardSocket,
  ) {}

  perform(one: Step): void {
    if (one.who === 'phone') this.#phone(one)
    else if (one.who === 'board') this.#board(one)
  }

  #phone(one: Exclude<Step, { who: 'time' | 'radio' }>): void {
    const fail = (error: Error) => void (this.failed = error.message)
    if (one.does === 'close') {
      this.phone.close()
      this.phoneClosed = true
    } else if (one.does === 'read') {
      this.phone.receive().then((bytes) => {
        if (bytes) this.toPhone.take(bytes)
        else this.phoneSawEnd = true
      }, fail)
    } else if ('size' in one && !this.phoneClosed) {
      const bytes = this.toBoard.next(one.size)
      this.toBoard.sent += one.size
      this.phone.send(bytes).catch(fail)
    }
  }

  #board(one: Exclude<Step, { who: 'time' | 'radio' }>): void {
    if (this.boardClosed) return
    if (one.does === 'close') {
      this.board.close()
      this.boardClosed = true
    } else if (one.does === 'read') this.toBoard.take(this.board.read() ?? new Uint8Array())
    else if ('size' in one) this.toPhone.sent += this.board.write(this.toPhone.next(one.size))
  }

  /** Reads to the end on both sides. */
  drain(): void {
    this.perform({ who: 'board', does: 'read' })
    if (!this.phoneSawEnd && !this.failed) this.perform({ who: 'phone', does: 'read' })
  }

  /** All has arrived, unless the board has closed with bytes unread, which resets. */
  expectEnd(): void {
    if (this.failed) return expect(this.boardClosed).toBe(true)
    expect(this.toPhone.received).toBe(this.toPhone.sent)
    if (!this.boardClosed) expect(this.toBoard.received).toBe(this.toBoard.sent)
    expect(this.phoneSawEnd).toBe(this.boardClosed)
  }
}

async function meet(rig: RadioRig): Promise<Pair[]> {
  const accept = rig.listen()
  await rig.join('Board')
  const pairs: Pair[] = []
  for (let n = 0; n < connections; n++) {
    pairs.push(new Pair(await rig.connect(boardAddress), accept()))
  }
  return pairs
}

it('bytes stay in order over any interleaving on several connections', async () => {
  const steps = fc.array(fc.tuple(fc.nat(connections - 1), step), { maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const rig = new RadioRig()
      const pairs = await meet(rig)
      for (const [which, one] of all) {
        if (one.who === 'time') rig.clock.advance(one.ms)
        else if (one.who === 'radio') rig.radio.scanStarts()
        else pairs[which]!.perform(one)
        await Promise.resolve()
      }
      for (let turn = 0; turn < 120; turn++) {
        pairs.forEach((pair) => pair.drain())
        await microtasks()
        rig.clock.advance(turn === 0 ? 3000 : 30)
      }
      pairs.forEach((pair) => pair.expectEnd())
    }),
    { numRuns: 40 },
  )
})
