/**
 * The way into the raw REPL from whatever the board is doing: a running main.py, a half typed line,
 * paste mode, a raw paste somebody abandoned. Ends at a prompt that is proven to be ours.
 * Protocol: MicroPython docs, "MicroPython Interactive Interpreter Mode".
 */
import { delay } from '../async/deadline'
import type { ByteReader } from '../serial/byte-reader'
import type { SerialLink } from '../serial/link'
import type { Deadline } from './deadlines'

export const CTRL_A = 0x01
export const CTRL_B = 0x02
export const CTRL_C = 0x03
export const CTRL_D = 0x04
export const CTRL_E = 0x05

/** The end of the raw REPL's greeting; what stands before it differs. */
export const rawBanner = 'raw REPL; CTRL-B to exit\r\n>'

const firstAttemptMs = 300
const longestAttemptMs = 1500
/** Gives a program time to die of the Ctrl-C before the REPL reads what follows. */
const settleMs = 30

export interface Wire {
  readonly link: SerialLink
  readonly reader: ByteReader
}

/** Interrupts and asks for the raw REPL until it answers. Rejects when `deadline` runs out. */
export async function enterRawRepl(wire: Wire, deadline: Deadline): Promise<void> {
  let stepMs = firstAttemptMs
  while (!(await deadline.attempt(stepMs, (step) => tryEnterRawRepl(wire, step)))) {
    stepMs = Math.min(longestAttemptMs, stepMs * 1.5)
  }
}

/** Writes within the deadline of `deadline`. */
export function send(
  { link }: Wire,
  bytes: Uint8Array | number[],
  deadline: Deadline,
): Promise<void> {
  return deadline.race(link.write(Uint8Array.from(bytes), { signal: deadline.signal }))
}

async function tryEnterRawRepl(wire: Wire, deadline: Deadline): Promise<true> {
  wire.reader.drain()
  await send(wire, [CTRL_C, CTRL_C], deadline)
  await deadline.race(delay(settleMs, { signal: deadline.signal }))
  await send(wire, [CTRL_A], deadline)
  await wire.reader.readUntil(rawBanner, deadline.options)
  await proveInStep(wire, deadline)
  return true
}

/**
 * Answers to earlier attempts that timed out may still be under way: only the echo of a fresh number shows
 * that everything before it has been read.
 */
async function proveInStep(wire: Wire, deadline: Deadline): Promise<void> {
  const number = 100_000 + Math.floor(Math.random() * 900_000)
  await send(wire, new TextEncoder().encode(`print(${number})\x04`), deadline)
  await wire.reader.readUntil(`OK${number}`, deadline.options)
  await wire.reader.readUntil('\x04\x04>', deadline.options)
}
