/**
 * A link that remembers what came since it was wrapped and tells it to each later subscriber first.
 * So the console, which is opened after the portal was seen, still shows the boot it missed.
 */
import { DeviceError } from '../../errors'
import type { LinkLoan, SerialLink } from '../../serial/link'

/** Boot log and portal lines take about 2 KB; a board that talks without end must not eat memory. */
const keptBytes = 64 * 1024

/**
 * Of what came before a subscription it keeps the last 64 KiB. Closing it closes `link`. While it is lent,
 * its subscribers, and those that come later, hear nothing of what is said.
 */
export function replayingLink(link: SerialLink): SerialLink & Required<Pick<SerialLink, 'lend'>> {
  const chunks: Uint8Array[] = []
  const listeners = new Set<(bytes: Uint8Array) => void>()
  let sizeBytes = 0
  let lent = false
  const keep = (bytes: Uint8Array) => {
    chunks.push(bytes)
    sizeBytes += bytes.length
    while (sizeBytes > keptBytes) sizeBytes -= chunks.shift()?.length ?? sizeBytes
  }
  const tell = (bytes: Uint8Array) => {
    if (bytes.length === 0) return
    keep(bytes)
    for (const hear of [...listeners]) hear(bytes)
  }
  link.subscribe((bytes) => lent || keep(bytes))
  return {
    baudRate: link.baudRate,
    traffic: link.traffic,
    ended: link.ended,
    write: (bytes, options) => link.write(bytes, options),
    setSignals: (signals) => link.setSignals(signals),
    close: () => link.close(),
    subscribe: (listener) => {
      const heard = withoutBootNoise(chunks)
      if (heard.length) listener(heard)
      const own = (bytes: Uint8Array) => listener(bytes)
      listeners.add(own)
      const stop = link.subscribe((bytes) => lent || own(bytes))
      return () => {
        listeners.delete(own)
        stop()
      }
    },
    lend: (): LinkLoan => {
      if (lent) throw new DeviceError('port-busy', 'The link is lent already.')
      lent = true
      let given = false
      return {
        link,
        tell,
        giveBack: (heard) => {
          if (given) return
          given = true
          lent = false
          if (heard) tell(heard)
        },
      }
    },
  }
}

/** What the boot ROM says at 74,880 baud arrives as noise; it ends within the first hundreds of bytes. */
const noiseBytes = 2048

/** From the first whole line after the last byte that no console text contains. */
function withoutBootNoise(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = Uint8Array.from(chunks.flatMap((chunk) => [...chunk]))
  const isNoise = (byte: number) =>
    byte >= 0x80 || (byte < 0x20 && ![8, 9, 10, 13, 27].includes(byte))
  const last = bytes.subarray(0, noiseBytes).findLastIndex(isNoise)
  if (last < 0) return bytes
  const lineEnd = bytes.indexOf(10, last)
  return lineEnd < 0 ? bytes : bytes.subarray(lineEnd + 1)
}
