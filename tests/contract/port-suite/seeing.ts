/** How a case puts what happens into words that can be compared. */
import { much, usual, type FarEnd, type PortRig, type Seen } from './case'

/** "NetworkError: The device has been lost.", or "fulfilled". */
export const outcome = (promise: Promise<unknown>): Promise<string> =>
  promise.then(() => 'fulfilled', inWords)

/** The error's name alone: its words are the platform's, not the port's. */
export const named = (promise: Promise<unknown>): Promise<string> =>
  outcome(promise).then((words) => words.split(':')[0]!)

export const attempt = (fn: () => unknown): Promise<string> => named((async () => fn())())

/** The outcome, or "pending" if nothing more happens. */
export const sofar = async (promise: Promise<unknown>, far: FarEnd): Promise<string> =>
  Promise.race([outcome(promise), far.settled().then(() => 'pending')])

export function inWords(error: unknown): string {
  return error instanceof Error || error instanceof DOMException
    ? `${error.name}: ${error.message}`
    : String(error)
}

/** What happened in which order. */
export class Log {
  readonly lines: string[] = []

  watch(what: string, promise: Promise<unknown>): Promise<void> {
    return outcome(promise).then((words) => void this.lines.push(`${what}: ${words}`))
  }

  note(words: string): void {
    this.lines.push(words)
  }
}

/** Which streams a port has, compared with earlier ones. */
export function streams(port: SerialPort, before: Partial<SerialPort> = {}): Seen {
  const one = (now: unknown, then: unknown) => {
    if (now === null || then === undefined) return now === null ? 'null' : 'there'
    return now === then ? 'same' : 'new'
  }
  return {
    readable: one(port.readable, before.readable),
    writable: one(port.writable, before.writable),
  }
}

/** Reads until there are `count` bytes. */
export async function read(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  count: number,
): Promise<number[]> {
  const bytes: number[] = []
  while (bytes.length < count) {
    const { value, done } = await reader.read()
    if (done) break
    bytes.push(...value)
  }
  return bytes
}

/** Reads until the stream ends or fails; the bytes are in the other's hands. */
export async function drain(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  bytes: number[] = [],
): Promise<string> {
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return 'done'
      bytes.push(...value)
    }
  } catch (error) {
    return inWords(error)
  }
}

/** An open port with a write under way that the wire does not take; `log` gets its outcome. */
export async function waitingWrite({ port, far }: PortRig) {
  await port.open(usual)
  await far.stall(true)
  const writer = port.writable!.getWriter()
  const log = new Log()
  const write = log.watch('write', writer.write(much()))
  await far.settled()
  return { writer, log, write }
}
