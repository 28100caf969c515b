/**
 * A link that remembers what came since it was wrapped and tells it to each later subscriber first.
 * So the console, which is opened after the portal was seen, still shows the boot it missed.
 */
import type { SerialLink } from '../../serial/link'

/** Boot log and portal lines take about 2 KB; a board that talks without end must not eat memory. */
const keptBytes = 64 * 1024

/** Of what came before a subscription it keeps the last 64 KiB. Closing it closes `link`. */
export function replayingLink(link: SerialLink): SerialLink {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  link.subscribe((bytes) => {
    chunks.push(bytes)
    sizeBytes += bytes.length
    while (sizeBytes > keptBytes) sizeBytes -= chunks.shift()?.length ?? sizeBytes
  })
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
      return link.subscribe(listener)
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
