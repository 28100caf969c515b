/** What a page writes to a port's stream, in any browser. */

/** A copy, because the page may reuse its buffer once the write is done. @throws TypeError for what is no buffer */
export function bytesOf(chunk: unknown): Uint8Array {
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk.slice(0))
  if (!ArrayBuffer.isView(chunk)) throw new TypeError('The chunk is not a buffer.')
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength).slice()
}
