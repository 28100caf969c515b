/**
 * A link that remembers what came since it was wrapped and tells it to each later subscriber first.
 * So the console, which is opened after the portal was seen, still shows the boot it missed.
 */
import type { SerialLink } from '../serial/link'

/** Boot log and portal lines take about 2 KB; a board that talks without end must not eat memory. */
const keptBytes = 64 * 1024

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
    ended: link.ended,
    write: (bytes, options) => link.write(bytes, options),
    setSignals: (signals) => link.setSignals(signals),
    close: () => link.close(),
    subscribe: (listener) => {
      for (const chunk of chunks) listener(chunk)
      return link.subscribe(listener)
    },
  }
}
