/**
 * New keys: a shared secret, a pair of one's own, or somebody else's public key. A secret is text, and
 * its UTF-8 bytes are the HMAC key, as with exchanges' APIs: what is handed on is what is typed in.
 */
import { DeviceError } from '../../errors'
import m from '../../messages/compiled/key-rules'
import { makeKeyPair, publicKeyFrom, publicKeyText } from '../../signing/ed25519'
import { toHex } from '../../signing/hex'
import { importSecret } from '../../signing/hmac'
import { parseKeyName, type SigningKey } from './key'

/** Whoever has one signed link can try secrets on it as fast as they like. */
export const minSecretLength = 16
export const maxSecretLength = 200

/** 32 random bytes as text to hand on. */
export const newSecret = (): string => toHex(crypto.getRandomValues(new Uint8Array(32)))

const named = (name: string) => ({
  id: crypto.randomUUID(),
  name: parseKeyName(name),
  madeAtMs: Date.now(),
})

/**
 * @param exportable true lets this browser's owner, and any program in this page, read it later
 * @throws DeviceError key-invalid
 */
export async function secretKey(
  name: string,
  secret: string,
  exportable = false,
): Promise<SigningKey> {
  const text = secret.trim()
  if (text.length < minSecretLength || text.length > maxSecretLength) {
    throw new DeviceError(
      'key-invalid',
      m.secretLength({ least: minSecretLength, most: maxSecretLength }),
    )
  }
  return { ...named(name), algorithm: 'hs256', secret: await importSecret(text, exportable) }
}

/** @throws DeviceError key-invalid; NotSupportedError where the browser has no Ed25519 */
export async function keyPair(name: string, exportable = false): Promise<SigningKey> {
  const owner = named(name)
  const { privateKey, publicKey } = await makeKeyPair(exportable)
  return {
    ...owner,
    algorithm: 'ed25519',
    publicKey: await publicKeyText(publicKey),
    privateKey,
  }
}

/** @throws DeviceError key-invalid */
export async function publicKeyOf(name: string, text: string): Promise<SigningKey> {
  const key = await publicKeyFrom(text)
  if (!key) {
    throw new DeviceError('key-invalid', m.publicKey())
  }
  return { ...named(name), algorithm: 'ed25519', publicKey: await publicKeyText(key) }
}
