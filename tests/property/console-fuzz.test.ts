/**
 * 10,000 random escape streams with huge parameters, each through the real terminal: none of them keeps it
 * busy for more than 100 ms, none makes it answer, and where it is cut makes no difference.
 */
import { Terminal } from '@xterm/xterm'
import { expect, test } from 'vitest'
import { ControlFilter } from '../../src/ui/console/control-filter'
import { neutralise } from '../../src/ui/console/sanitize-output'
import { randomFrom, rotatedSeeds, type Random } from '../support/random'
import { encode } from '../support/bytes'

const mostMs = 100
const size = { rows: 40, columns: 150 }

const huge = ['2147483647', '2147483648', '4294967295', '99999999999999999999', '65535', '1000000']
const text = [
  'x',
  'MicroPython',
  '\r\n',
  '\n',
  '\t',
  'ä',
  '日',
  '🙂',
  '\u0301'.repeat(50),
  '\x0e',
  '\b',
  '\x7f',
]
const starts = [
  '\x1b[',
  '\x1b[',
  '\x1b[',
  '\u009b',
  '\x1b]',
  '\x1bP',
  '\x1b_',
  '\x1b^',
  '\x1bX',
  '\x1b',
  '\u009d',
]
const ends = ['', '\x07', '\x1b\\', '\u009c', '\x18', '\x1a', '\n']

const some = (random: Random, most: number, make: () => string) =>
  Array.from({ length: random.below(most + 1) }, make).join('')

function parameter(random: Random): string {
  if (random.below(3) === 0) return String(random.below(300))
  return random.pick(huge)
}

function sequence(random: Random): string {
  const start = random.pick(starts)
  const prefix = random.pick(['', '', '', '?', '>', '=', '<'])
  const parameters = some(
    random,
    4,
    () => parameter(random) + random.pick([';', ';', ';', ':', '']),
  )
  const intermediates = random.pick(['', '', '', '', ' ', '!', '"', '$', "'", '#', '(', '%', ' $'])
  const final = String.fromCharCode(0x40 + random.below(0x3f))
  const payload = /[[\u009b]$/.test(start) ? '' : some(random, 200, () => random.pick(text))
  return start + prefix + parameters + intermediates + final + payload + random.pick(ends)
}

/** Short streams of anything, and some that repeat one unit over a whole piece of the feed. */
function stream(random: Random): string {
  const unit = () => (random.below(3) === 0 ? random.pick(text) : sequence(random))
  if (random.below(20) > 0) return some(random, 30, unit)
  const repeated = unit() + unit()
  return repeated.repeat(Math.max(1, Math.floor(2048 / repeated.length)))
}

function cut(bytes: Uint8Array, random: Random): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + random.below(random.pick([1, 3, 40, 2048]))
    pieces.push(bytes.subarray(at, end))
    at = end
  }
  return pieces
}

function openTerminal() {
  const terminal = new Terminal({
    cols: size.columns,
    rows: size.rows,
    scrollback: 5000,
    logLevel: 'off',
  })
  neutralise(terminal.parser)
  const answers: string[] = []
  terminal.onData((answer) => answers.push(answer))
  const titles: string[] = []
  terminal.onTitleChange((title) => titles.push(title))
  const draw = (bytes: Uint8Array) =>
    new Promise<number>((resolve) => {
      const fromMs = performance.now()
      terminal.write(bytes, () => resolve(performance.now() - fromMs))
    })
  return { terminal, answers, titles, draw }
}

const joined = (pieces: Uint8Array[]) => Buffer.concat(pieces)

const all = rotatedSeeds(10_000)

test(`${all.length} random escape streams, each drawn within 100 ms`, async () => {
  const { terminal, answers, titles, draw } = openTerminal()
  for (const seed of all) {
    const random = randomFrom(seed)
    const bytes = encode(stream(random))
    const filter = new ControlFilter(() => size)
    const out = joined(cut(bytes, random).map((piece) => filter.pass(piece)))
    const said = `SEED=${seed}`
    const whole = new ControlFilter(() => size).pass(bytes)
    expect(Buffer.compare(out, whole), `${said}: where it is cut`).toBe(0)
    // Another program may have had the core: what is slow for its own sake is slow each time.
    let tookMs = await draw(out)
    for (let turn = 0; turn < 3 && tookMs > mostMs; turn++)
      tookMs = Math.min(tookMs, await draw(out))
    expect(tookMs, said).toBeLessThan(mostMs)
    expect(answers, said).toEqual([])
    expect(titles, said).toEqual([])
    // Also without the first fence.
    if (seed % 10 === 0) {
      await draw(bytes)
      expect(answers, said).toEqual([])
      terminal.reset()
    }
  }
  terminal.dispose()
})
