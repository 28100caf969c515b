/** What gets signed: text, as its UTF-8 bytes, or bytes as they are. */
export type Signable = string | Uint8Array<ArrayBuffer>

export const bytesOf = (signable: Signable): Uint8Array<ArrayBuffer> =>
  typeof signable === 'string' ? new TextEncoder().encode(signable) : signable
