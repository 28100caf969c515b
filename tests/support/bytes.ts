/** Text and digits as bytes, and back. Tests compare with literals, so this is all that they need. */

/** UTF-8. */
export const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** UTF-8; nothing is an empty text. */
export const decode = (bytes: Iterable<number> = []): string =>
  new TextDecoder().decode(Uint8Array.from(bytes))

/** One character a byte. */
export const latin1 = (bytes: Iterable<number>): string =>
  Buffer.from(Uint8Array.from(bytes)).toString('latin1')

/** One byte a character. */
export const fromLatin1 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (character) => character.charCodeAt(0))

/** Lower case, without spaces. */
export const toHex = (bytes: Iterable<number>): string =>
  Buffer.from(Uint8Array.from(bytes)).toString('hex')

export const fromHex = (digits: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(digits, 'hex'))
