/**
 * What is signed: parameters in the order in which they stand, as a query string, without the
 * signature itself. The convention of exchanges' APIs (Binance: "SIGNED endpoint security"), where
 * `signature` is a parameter of its own at the end. Knows no secret and no cryptography.
 */

export type Parameter = readonly [name: string, value: string]

export const signatureName = 'signature'
export const timestampName = 'timestamp'

/** `name=value&…`, percent-encoded as in an address (RFC 3986: only unreserved characters stay). */
export function canonicalString(parameters: readonly Parameter[]): string {
  return parameters
    .filter(([name]) => name !== signatureName)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&')
}

/**
 * encodeURIComponent leaves five characters that RFC 3986 reserves, and throws at half a surrogate pair,
 * which UTF-8 has no bytes for: it becomes U+FFFD, as TextEncoder has it.
 */
function encode(text: string): string {
  const hex = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd')).replace(/[!'()*]/g, hex)
}

/**
 * The parameters of `name=value&…`; undefined if it is not of that form, if a name comes twice, or if
 * it is written differently from how `canonicalString` would write it: one text, one meaning.
 */
export function parseCanonical(text: string): Parameter[] | undefined {
  const parameters: Parameter[] = []
  for (const part of text.split('&')) {
    const parameter = parsePart(part)
    if (!parameter || parameters.some(([name]) => name === parameter[0])) return undefined
    parameters.push(parameter)
  }
  return parameters
}

function parsePart(part: string): Parameter | undefined {
  const equals = part.indexOf('=')
  if (equals < 1) return undefined
  try {
    const name = decodeURIComponent(part.slice(0, equals))
    const value = decodeURIComponent(part.slice(equals + 1))
    return `${encode(name)}=${encode(value)}` === part ? [name, value] : undefined
  } catch {
    return undefined
  }
}
