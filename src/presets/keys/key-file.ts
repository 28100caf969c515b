/**
 * A key as a file, for its owner's other browser. Only a key that was made exportable can become one.
 * The file says what it is, so that another JSON file gets a clear answer.
 */
import * as v from 'valibot'
import { DeviceError } from '../../errors'
import m from '../../messages/compiled/key-rules'
import { privateKeyBytes, privateKeyFrom } from '../../signing/ed25519'
import { fromHex, toHex } from '../../signing/hex'
import { secretText } from '../../signing/hmac'
import { parseKeyName, publicKeyHex, type SigningKey } from './key'
import { secretKey } from './make-key'

const maxLength = 5000
const head = { format: v.literal('portal-flasher-key'), version: v.literal(1), name: v.string() }
const fileSchema = v.variant('algorithm', [
  v.object({ ...head, algorithm: v.literal('hs256'), secret: v.string() }),
  v.object({
    ...head,
    algorithm: v.literal('ed25519'),
    publicKey: publicKeyHex,
    /** PKCS #8 in hexadecimal digits */
    privateKey: v.optional(v.pipe(v.string(), v.regex(/^([0-9a-f]{2})+$/))),
  }),
])

type KeyFile = v.InferOutput<typeof fileSchema>

/** @throws DeviceError key-invalid if the key was not made exportable */
export async function keyToFile(key: SigningKey): Promise<string> {
  const { name } = key
  const secrets = await secretsOf(key).catch((cause: unknown) => {
    throw new DeviceError('key-invalid', m.notExportable(), { cause })
  })
  const file: KeyFile = { format: 'portal-flasher-key', version: 1, name, ...secrets }
  return JSON.stringify(file, undefined, 2) + '\n'
}

async function secretsOf(key: SigningKey) {
  const { algorithm } = key
  if (algorithm === 'hs256') return { algorithm, secret: await secretText(key.secret) }
  const { publicKey, privateKey } = key
  return {
    algorithm,
    publicKey,
    ...(privateKey && { privateKey: toHex(await privateKeyBytes(privateKey)) }),
  }
}

/** @throws DeviceError key-invalid */
export async function fileToKey(text: string, exportable = false): Promise<SigningKey> {
  const result = v.safeParse(fileSchema, text.length <= maxLength ? parseJson(text) : undefined)
  if (!result.success) throw notOurs()
  const file = result.output
  if (file.algorithm === 'hs256') return secretKey(file.name, file.secret, exportable)
  const { algorithm, publicKey } = file
  const key = {
    id: crypto.randomUUID(),
    name: parseKeyName(file.name),
    madeAtMs: Date.now(),
    algorithm,
    publicKey,
  }
  return file.privateKey
    ? { ...key, privateKey: await ownPrivateKey(file.privateKey, publicKey, exportable) }
    : key
}

/** A pair whose halves do not belong together would sign links that nobody can check. */
async function ownPrivateKey(privateHex: string, publicKey: string, exportable: boolean) {
  const bytes = fromHex(privateHex)
  const key = bytes && (await privateKeyFrom(bytes, publicKey, exportable))
  if (!key) throw notOurs(m.halvesDiffer())
  return key
}

const notOurs = (why = m.notKeyFile(), cause?: unknown) =>
  new DeviceError('key-invalid', why, { cause })

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw notOurs(m.fileNotJson(), cause)
  }
}
