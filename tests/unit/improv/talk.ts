/** A board that says what a test wants, on a link that keeps a record as a port's does. */
import { Traffic } from '../../../src/serial/traffic'
import type { SerialLink } from '../../../src/serial/link'
import { frame } from '../../firmware/improv-client'
import { encode } from '../../support/bytes'

export class TalkLink implements SerialLink {
  readonly baudRate = 115_200
  readonly traffic = new Traffic(() => 0)
  readonly written: Uint8Array[] = []
  readonly #listeners = new Set<(bytes: Uint8Array) => void>()
  end!: (error?: Error) => void
  readonly ended = new Promise<Error | undefined>((resolve) => (this.end = resolve))
  /** What the board answers to each write, in these pieces. */
  answers: Uint8Array[][] = []
  async write(bytes: Uint8Array) {
    this.traffic.pass('out', bytes)
    this.written.push(bytes)
    const pieces = this.answers.shift() ?? []
    queueMicrotask(() => pieces.forEach((piece) => this.say(piece)))
  }
  say(bytes: Uint8Array) {
    this.traffic.pass('in', bytes)
    for (const listener of [...this.#listeners]) listener(bytes)
  }
  subscribe(listener: (bytes: Uint8Array) => void) {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
  setSignals = async () => undefined
  close = async () => this.end()
}

/** A frame as boards send it: on a line of its own. */
export const line = (type: number, data: readonly number[]): number[] => [
  ...frame(type, data),
  13,
  10,
]

export const result = (command: number, strings: readonly (string | Uint8Array)[]): number[] => {
  const rest = strings.flatMap((one) => {
    const bytes = typeof one === 'string' ? encode(one) : one
    return [bytes.length, ...bytes]
  })
  return line(4, [command, rest.length, ...rest])
}

export const bytesOf = (...lines: number[][]): Uint8Array => Uint8Array.from(lines.flat())

export const pieces = (bytes: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.slice(at * size, (at + 1) * size),
  )
