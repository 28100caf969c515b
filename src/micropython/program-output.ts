/**
 * What a program prints in the raw REPL, passed on as it comes, and what it raised. The board marks the end of
 * either with a Ctrl-D, which programs may print as well: what cannot be the end is output.
 */
import { concatBytes } from '../bytes/bytes'
import type { ByteReader } from '../serial/byte-reader'
import { deadlineFor } from './repl-deadline'
import type { StreamOptions } from './repl'
import { CTRL_D, rawBanner } from './raw-repl-entry'

/** Timers count no further. */
const endlessMs = 0x7fff_ffff
/** After SystemExit the board soft-resets, and greets, before it prompts. */
const greetingTimeoutMs = 10_000
/** Much longer than the traceback of the deepest recursion that a board can hold. */
const mostRaisedBytes = 16 * 1024

/**
 * Reads from the moment that the code has gone out up to the prompt, without a deadline.
 * @returns what was raised, as the board prints it; empty if nothing was
 */
export async function passOutput(
  reader: ByteReader,
  { signal, onOutput }: StreamOptions,
): Promise<string> {
  const endless = () => deadlineFor('end of the program', endlessMs, { signal }).options
  await pass(reader, endless, onOutput)
  for (;;) {
    const piece = await reader.readUntil(endOfRaised, endless())
    const isEnded = piece.at(-1) === CTRL_D
    const raised = isEnded ? piece.slice(0, -1) : piece
    if (isEnded && mayBeRaised(raised)) return toPrompt(reader, raised, { signal, onOutput })
    onOutput(concatBytes([Uint8Array.of(CTRL_D), raised]))
    if (!isEnded) await pass(reader, endless, onOutput)
  }
}

/** Up to the next Ctrl-D. Nothing is kept: a program may print for days. */
async function pass(
  reader: ByteReader,
  endless: () => ReturnType<typeof deadlineFor>['options'],
  onOutput: (bytes: Uint8Array) => void,
): Promise<void> {
  for (;;) {
    const piece = await reader.readUntil((received) => {
      const end = received.indexOf(CTRL_D)
      return end < 0 ? received.length || undefined : end + 1
    }, endless())
    const isEnded = piece.at(-1) === CTRL_D
    const printed = isEnded ? piece.slice(0, -1) : piece
    if (printed.length > 0) onOutput(printed)
    if (isEnded) return
  }
}

function endOfRaised(received: Uint8Array): number | undefined {
  const end = received.indexOf(CTRL_D)
  if (end >= 0) return end + 1
  const isOutput = received.length > mostRaisedBytes || !mayBeRaised(received)
  return isOutput ? received.length : undefined
}

/** "Traceback (most …", or without one "MemoryError: …"; also as far as it has come. */
const mayBeRaised = (bytes: Uint8Array): boolean =>
  /^(?:Traceback .*|\w{0,80}(?:[:\r].*)?)$/s.test(decode(bytes.subarray(0, 200)))

async function toPrompt(
  reader: ByteReader,
  raised: Uint8Array,
  { signal, onOutput }: StreamOptions,
): Promise<string> {
  const soon = deadlineFor('prompt', greetingTimeoutMs, { signal })
  let text = raised
  let next = await reader.read(1, soon.options)
  // One Ctrl-D more than there should be: what looked like an exception was printed.
  while (next[0] === CTRL_D) {
    onOutput(concatBytes([Uint8Array.of(CTRL_D), text]))
    text = new Uint8Array()
    next = await reader.read(1, soon.options)
  }
  if (decode(next) !== '>') await reader.readUntil(rawBanner, soon.options)
  return decode(text)
}

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
