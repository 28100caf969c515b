/**
 * HMAC-SHA256 with a shared secret (RFC 2104, FIPS 198-1), by WebCrypto: its `verify` compares in
 * constant time, and its keys need not be readable by the page that uses them.
 */
import { fromHex, toHex } from './hex'
import { bytesOf, type Signable } from './signable'

const algorithm = { name: 'HMAC', hash: 'SHA-256' }

/** @param extractable true only if the owner wants to export it later */
export function importSecret(secret: Signable, extractable = false): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytesOf(secret), algorithm, extractable, ['sign', 'verify'])
}

/** The secret again, as the text it was; rejects unless it was imported as extractable. */
export async function secretText(secret: CryptoKey): Promise<string> {
  return new TextDecoder().decode(await crypto.subtle.exportKey('raw', secret))
}

/** HMAC-SHA256 as 64 lower-case hexadecimal digits. */
export async function signWithSecret(secret: CryptoKey, text: Signable): Promise<string> {
  return toHex(await crypto.subtle.sign('HMAC', secret, bytesOf(text)))
}

/** False for anything that is not exactly the signature; never throws for malformed input. */
export async function verifyWithSecret(
  secret: CryptoKey,
  text: Signable,
  signature: string,
): Promise<boolean> {
  const bytes = fromHex(signature)
  return bytes?.length === 32 && crypto.subtle.verify('HMAC', secret, bytes, bytesOf(text))
}
