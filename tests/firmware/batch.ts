/**
 * Many small inputs through one Python expression, in one run of the interpreter: fast enough for ten
 * thousand. Inputs and outputs travel as files of length-prefixed records.
 */
import type { Board } from './board'
import type { Random } from '../support/random'

export { randomFrom as seeded } from '../support/random'

/** What Python made of one input: bytes, or null for None, or the name of an exception. */
export type Outcome = Uint8Array | null | string

/**
 * @param setup       Python statements
 * @param expression  of `data` (bytes); its value is bytes or None
 */
export function runBatch(
  board: Board,
  setup: string,
  expression: string,
  inputs: Uint8Array[],
): Outcome[] {
  board.write('/in.bin', Buffer.concat(inputs.flatMap((data) => [length(data.length), data])))
  board.run(`
${setup}
def _batch():
    source = open('/in.bin', 'rb')
    target = open('/out.bin', 'wb')
    while True:
        head = source.read(3)
        if not head:
            break
        data = source.read(head[0] << 16 | head[1] << 8 | head[2])
        try:
            out = ${expression}
            mark = 0 if out is None else 1
        except Exception as error:
            out = repr(error)
            mark = 2
        out = out or b''
        target.write(bytes((mark, len(out) >> 16, len(out) >> 8 & 255, len(out) & 255)))
        target.write(out)
    target.close()
_batch()
`)
  return parse(board.read('/out.bin'))
}

const length = (n: number) => Uint8Array.of(n >> 16, (n >> 8) & 255, n & 255)

function parse(file: Uint8Array): Outcome[] {
  const outcomes: Outcome[] = []
  for (let at = 0; at < file.length;) {
    const [mark = 0, high = 0, middle = 0, low = 0] = file.subarray(at, at + 4)
    const size = (high << 16) | (middle << 8) | low
    const bytes = file.slice(at + 4, at + 4 + size)
    outcomes.push(mark === 0 ? null : mark === 1 ? bytes : new TextDecoder().decode(bytes))
    at += 4 + size
  }
  return outcomes
}

/** A few bytes changed, inserted, removed or doubled. */
export function mutate(data: Uint8Array, random: Random): Uint8Array {
  let bytes = [...data]
  for (let n = 1 + random.below(4); n > 0; n--) {
    const at = random.below(bytes.length + 1)
    const kind = random.below(4)
    if (kind === 0) bytes[Math.min(at, bytes.length - 1)] = random.below(256)
    else if (kind === 1) bytes.splice(at, 0, random.below(256))
    else if (kind === 2) bytes.splice(at, 1 + random.below(8))
    else bytes = [...bytes.slice(0, at), ...bytes.slice(Math.max(0, at - random.below(40)))]
  }
  return Uint8Array.from(bytes)
}

/** A new one each time unless SEED says which. */
export const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
