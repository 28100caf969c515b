/**
 * A key of this browser for signing preset links or for checking them. Parsed by this schema when it
 * comes out of the storage. What is secret is a CryptoKey, which the page itself cannot read unless its
 * owner made it exportable; a public key is plain text, so that it can be looked at and compared.
 */
import * as v from 'valibot'
import { DeviceError } from '../../errors'
import m from '../../messages/compiled/key-rules'
import { hasOnlyUnknownFields, isNewerThan } from '../newer-version'
import { shownName } from '../plain-text'

/** `hs256`: HMAC-SHA256 with a secret that everybody of a group has. */
export const linkAlgorithms = ['hs256', 'ed25519'] as const
export type LinkAlgorithm = (typeof linkAlgorithms)[number]

export const keyName = v.pipe(
  shownName,
  v.minLength(1, m.nameNeeded),
  v.maxLength(40, () => m.nameLength({ most: 40 })),
)

const cryptoKey = (algorithm: string) =>
  v.custom<CryptoKey>(
    (data) =>
      data instanceof CryptoKey &&
      data.algorithm.name === algorithm &&
      data.usages.includes('sign'),
  )

const shared = {
  id: v.pipe(v.string(), v.regex(/^[0-9a-z-]{1,40}$/)),
  name: keyName,
  madeAtMs: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
}

export const publicKeyHex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

const schema = v.variant('algorithm', [
  v.strictObject({ ...shared, algorithm: v.literal('hs256'), secret: cryptoKey('HMAC') }),
  v.strictObject({
    ...shared,
    algorithm: v.literal('ed25519'),
    publicKey: publicKeyHex,
    /** Not there for somebody else's key. */
    privateKey: v.optional(cryptoKey('Ed25519')),
  }),
])

export type SigningKey = v.InferOutput<typeof schema>

/** Undefined for anything that is not one of our keys. */
export function parseKey(data: unknown): SigningKey | undefined {
  const result = v.safeParse(schema, data)
  return result.success ? result.output : undefined
}

/** True for a key that a newer page has written: of a higher version, or with more than we know. */
export const hasNewerForm = (data: unknown): boolean =>
  isNewerThan(1, data) || hasOnlyUnknownFields(v.safeParse(schema, data).issues)

/** The CryptoKey that signs; undefined for somebody else's public key. */
export const signingPart = (key: SigningKey): CryptoKey | undefined =>
  key.algorithm === 'hs256' ? key.secret : key.privateKey

export const canExport = (key: SigningKey): boolean => signingPart(key)?.extractable === true

/** @throws DeviceError key-invalid with the sentence of the schema */
export function parseKeyName(text: string): string {
  const result = v.safeParse(keyName, text)
  if (result.success) return result.output
  throw new DeviceError('key-invalid', result.issues[0].message)
}
