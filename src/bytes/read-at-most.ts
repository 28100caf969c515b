import { concatBytes } from './bytes'

/** All that `stream` gives; undefined if that is more than `maxBytes`, and then no more is asked for. */
export async function readAtMost(
  stream: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const pieces: Uint8Array[] = []
  const reader = stream?.getReader()
  for (let sizeBytes = 0; ;) {
    const piece = (await reader?.read())?.value
    if (!piece) return concatBytes(pieces)
    pieces.push(piece)
    sizeBytes += piece.length
    if (sizeBytes <= maxBytes) continue
    void reader?.cancel().catch(() => undefined)
    return undefined
  }
}
