/** From an open link to a raw REPL that answers, whatever the board is doing. */
import { ByteReader } from '../serial/byte-reader'
import type { SerialLink } from '../serial/link'
import { RawRepl } from './raw-repl'
import { enterRawRepl } from './raw-repl-entry'
import type { Repl, ReplOptions } from './repl'
import { deadlineFor } from './repl-deadline'

const openTimeoutMs = 8000

/** Interrupts whatever runs and enters the raw REPL. Throws `repl-silent` after `timeoutMs`. */
export async function openRepl(link: SerialLink, options: ReplOptions = {}): Promise<Repl> {
  const wire = { link, reader: new ByteReader(link) }
  try {
    await enterRawRepl(wire, deadlineFor('raw REPL prompt', openTimeoutMs, options))
  } catch (error) {
    wire.reader.release()
    throw error
  }
  return new RawRepl(wire)
}
