/**
 * The signature of a link: `#preset=…&signer=…&algorithm=…&timestamp=…&window=…&signature=…`. Signed
 * is everything between `#` and `&signature`, as it stands. Knows the keys of this browser only as
 * arguments; loaded when somebody signs a link or opens one.
 */
import * as v from 'valibot'
import {
  canonicalString,
  parseCanonical,
  signatureName,
  timestampName,
  type Parameter,
} from '../signing/canonical'
import { hasEd25519, publicKeyFrom, signWithKey, verifyWithKey } from '../signing/ed25519'
import { signWithSecret, verifyWithSecret } from '../signing/hmac'
import { timeliness, type TimeWindow } from '../signing/time-window'
import { keyName, linkAlgorithms, type LinkAlgorithm, type SigningKey } from './keys/key'
import { maxValidDays } from './keys/policy'
import { assertLinkLength } from './link'
import type { SignatureStatus } from './signature-status'

export interface Signed {
  /** The signer's name by the link itself, which proves nothing until a key verifies the signature. */
  signer: string
  algorithm: LinkAlgorithm
  timestampMs: number
  windowMs: number
  signature: string
  /** What was signed. */
  text: string
}

/** The longest validity of a link, in milliseconds. */
export const maxWindowMs = maxValidDays * 24 * 60 * 60 * 1000

const names = ['preset', 'signer', 'algorithm', timestampName, 'window', signatureName]

const digits = v.pipe(v.string(), v.regex(/^(0|[1-9]\d{0,14})$/), v.transform(Number))

const valuesSchema = v.tuple([
  v.string(),
  keyName,
  v.picklist(linkAlgorithms),
  digits,
  digits,
  v.pipe(v.string(), v.regex(/^([0-9a-f]{64}|[0-9a-f]{128})$/)),
])

/** True for a link that carries, or is to look as if it carried, a signature. */
export const isSigned = (fragment: string): boolean => fragment.includes('&')

/** Undefined for anything but exactly our parameters, each once, in their order and in one spelling. */
export function parseSigned(fragment: string): Signed | undefined {
  const parameters = parseCanonical(fragment.slice(1))
  if (!parameters || parameters.map(([name]) => name).join() !== names.join()) return undefined
  const result = v.safeParse(
    valuesSchema,
    parameters.map(([, value]) => value),
  )
  if (!result.success) return undefined
  const [, signer, algorithm, timestampMs, windowMs, signature] = result.output
  return {
    signer,
    algorithm,
    timestampMs,
    windowMs,
    signature,
    text: canonicalString(parameters),
  }
}

/**
 * @param fragment of `presetToFragment`
 * @throws DeviceError link-too-big; TypeError for a key that only checks; RangeError for a longer window than
 *   `maxWindowMs`
 */
export async function signFragment(
  fragment: string,
  key: SigningKey,
  { timestampMs, windowMs }: { timestampMs: number; windowMs: number },
): Promise<string> {
  if (windowMs > maxWindowMs) throw new RangeError('No link may count for so long.')
  const parameters: Parameter[] = [
    ...(parseCanonical(fragment.slice(1)) ?? []),
    ['signer', key.name],
    ['algorithm', key.algorithm],
    [timestampName, String(timestampMs)],
    ['window', String(windowMs)],
  ]
  const text = canonicalString(parameters)
  const signed = `#${canonicalString(parameters)}&${signatureName}=${await signText(key, text)}`
  assertLinkLength(signed)
  return signed
}

function signText(key: SigningKey, text: string): Promise<string> {
  if (key.algorithm === 'hs256') return signWithSecret(key.secret, text)
  if (!key.privateKey) throw new TypeError('A public key signs nothing.')
  return signWithKey(key.privateKey, text)
}

/** Compared in constant time, by WebCrypto. */
async function verifies(key: SigningKey, { text, signature }: Signed): Promise<boolean> {
  if (key.algorithm === 'hs256') return verifyWithSecret(key.secret, text, signature)
  const publicKey = await publicKeyFrom(key.publicKey)
  return publicKey !== undefined && verifyWithKey(publicKey, text, signature)
}

/**
 * Checks a link against the reader's own keys: each key of the link's algorithm is tried. The signer's name in
 * the link only tells a changed link from one by an unknown signer.
 * @param keys   of this browser
 * @param nowMs  milliseconds since 1970
 * @param skewMs how much the signer's clock may differ
 */
export async function checkFragment(
  fragment: string,
  keys: readonly SigningKey[],
  { nowMs, skewMs }: { nowMs: number; skewMs: number },
): Promise<SignatureStatus> {
  const expected = keys.length > 0
  if (!isSigned(fragment)) return { is: 'unsigned', expected }
  const signed = parseSigned(fragment)
  if (!signed) return { is: 'changed' }
  if (signed.algorithm === 'ed25519' && !(await hasEd25519()))
    return { is: 'uncheckable', expected }
  const key = await signerOf(signed, keys)
  if (!key) return notVerified(signed, keys)
  const { timestampMs, windowMs, algorithm } = signed
  return {
    is: timely({ timestampMs, windowMs, skewMs }, nowMs),
    name: key.name,
    algorithm,
    signedAtMs: timestampMs,
    validUntilMs: timestampMs + windowMs,
  }
}

function timely(window: TimeWindow, nowMs: number) {
  if (window.windowMs > maxWindowMs) return 'too-long'
  const is = timeliness(window, nowMs)
  return is === 'now' ? 'signed' : is
}

async function signerOf(signed: Signed, keys: readonly SigningKey[]) {
  for (const key of keys) {
    if (key.algorithm === signed.algorithm && (await verifies(key, signed))) return key
  }
  return undefined
}

function notVerified({ signer, algorithm }: Signed, keys: readonly SigningKey[]): SignatureStatus {
  const namesake = keys.find(({ name }) => name === signer)
  if (!namesake) return { is: 'unknown-signer', claimed: signer, expected: keys.length > 0 }
  return namesake.algorithm === algorithm
    ? { is: 'changed', name: namesake.name }
    : { is: 'other-kind', name: namesake.name }
}
