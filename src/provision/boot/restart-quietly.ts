/** A restart from the prompt of an open console that is lent: nobody shall see the command. */
import type { SerialLink } from '../../serial/link'
import { ByteReader } from '../../serial/byte-reader'
import { restartByCommand } from './restart-by-command'

/** The board repeats what it is told; on a noisy line that may be lost. */
const echoMs = 700
const ctrlB = 2

/** From any prompt. Ends when the board has taken the command. */
export async function restartQuietly(link: SerialLink): Promise<void> {
  const reader = new ByteReader(link)
  try {
    await link.write(Uint8Array.of(ctrlB))
    await restartByCommand(link)
    await reader.readUntil('machine.reset()\r\n', { timeoutMs: echoMs }).catch(() => undefined)
  } finally {
    reader.release()
  }
}
