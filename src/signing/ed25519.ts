/**
 * Ed25519 (RFC 8032) for links that everybody may check: signed with a private key, checked with a
 * public one that comes by another channel. By WebCrypto; browsers before 2025 do not have it.
 * https://wicg.github.io/webcrypto-secure-curves/#ed25519
 */
import { fromHex, toHex } from './hex'
import { bytesOf, type Signable } from './signable'

const algorithm = { name: 'Ed25519' }
const publicKeyBytes = 32
const signatureBytes = 64

/** False where the browser knows no Ed25519; then such links can be neither made nor checked. */
export async function hasEd25519(): Promise<boolean> {
  try {
    await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
    return true
  } catch {
    return false
  }
}

export interface KeyPair {
  privateKey: CryptoKey
  publicKey: CryptoKey
}

/** The private key stays in the browser unless `extractable`. */
export async function makeKeyPair(extractable = false): Promise<KeyPair> {
  const pair = await crypto.subtle.generateKey(algorithm, extractable, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new TypeError('Ed25519 gave no pair of keys.')
  return pair
}

/** The public key as 64 hexadecimal digits; hand it on by another channel than the link. */
export async function publicKeyText(key: CryptoKey): Promise<string> {
  return toHex(await crypto.subtle.exportKey('raw', key))
}

/**
 * Points of small order (y, little-endian, without the sign bit): with such a "key" one signature fits
 * any number of texts, and WebCrypto takes it. https://eprint.iacr.org/2020/1244 (table 1)
 */
const pointsOfSmallOrder = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]

function hasSmallOrder(publicKey: Uint8Array): boolean {
  const y = publicKey.slice()
  y[31]! &= 0x7f
  return pointsOfSmallOrder.includes(toHex(y))
}

/** Undefined if the text is no key, or one that would let everybody sign. */
export async function publicKeyFrom(text: string): Promise<CryptoKey | undefined> {
  const bytes = fromHex(text.trim().toLowerCase())
  if (bytes?.length !== publicKeyBytes || hasSmallOrder(bytes)) return undefined
  return crypto.subtle.importKey('raw', bytes, algorithm, true, ['verify']).catch(() => undefined)
}

/** PKCS #8; rejects unless the key is extractable. */
export async function privateKeyBytes(key: CryptoKey): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.exportKey('pkcs8', key))
}

/** Undefined if the bytes are no private key, or not the one of `publicKey`. */
export async function privateKeyFrom(
  pkcs8: Uint8Array<ArrayBuffer>,
  publicKey: string,
  extractable = false,
): Promise<CryptoKey | undefined> {
  try {
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, extractable, ['sign'])
    const other = await publicKeyFrom(publicKey)
    const signature = await signWithKey(key, 'of one pair')
    return other && (await verifyWithKey(other, 'of one pair', signature)) ? key : undefined
  } catch {
    return undefined
  }
}

/** An Ed25519 signature (RFC 8032, section 5.1.6) as 128 lower-case hexadecimal digits. */
export async function signWithKey(privateKey: CryptoKey, text: Signable): Promise<string> {
  return toHex(await crypto.subtle.sign(algorithm, privateKey, bytesOf(text)))
}

/** False for anything that is not a signature of this text by this key (RFC 8032, section 5.1.7). */
export async function verifyWithKey(
  publicKey: CryptoKey,
  text: Signable,
  signature: string,
): Promise<boolean> {
  const bytes = fromHex(signature)
  if (bytes?.length !== signatureBytes) return false
  return crypto.subtle.verify(algorithm, publicKey, bytes, bytesOf(text))
}
