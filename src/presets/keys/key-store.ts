/**
 * The keys of this browser. IndexedDB keeps CryptoKeys as they are, without making them readable.
 * Every change reads what is stored and writes it back in one transaction. What does not parse is
 * kept aside, untouched, and reported.
 */
import * as v from 'valibot'
import { DeviceError } from '../../errors'
import type { Box, Shelf } from '../box'
import { parseKey, type SigningKey } from './key'

const shelfKey = 'signing-keys'
const rescuePrefix = 'set-aside-keys-'
const envelopeSchema = v.object({ version: v.literal(1), keys: v.array(v.unknown()) })

export interface StoredKeys {
  keys: SigningKey[]
  /** storage-damaged: something was unreadable and has been kept aside. */
  problem?: DeviceError
}

export type KeyEdit = (keys: SigningKey[]) => SigningKey[]

export class KeyStore {
  #box: Box

  constructor(box: Box) {
    this.#box = box
  }

  load(): Promise<StoredKeys> {
    return this.#box.transact(openOrSetAside)
  }

  /** Applies `edit` to what is stored now, which may be more than this tab has seen. */
  change(edit: KeyEdit): Promise<StoredKeys> {
    return this.#box.transact(async (shelf) => {
      const { keys, problem } = await openOrSetAside(shelf)
      const edited = edit(keys)
      shelf.write(shelfKey, sealed(edited))
      return { keys: edited, problem }
    })
  }
}

const sealed = (keys: SigningKey[]) => ({ version: 1, keys })

async function openOrSetAside(shelf: Shelf): Promise<StoredKeys> {
  const stored = await shelf.read(shelfKey)
  const { keys, damage } = open(stored)
  if (!damage) return { keys }
  shelf.write(`${rescuePrefix}${new Date().toISOString()}-${crypto.randomUUID()}`, stored)
  shelf.write(shelfKey, sealed(keys))
  return { keys, problem: new DeviceError('storage-damaged', damage) }
}

function open(stored: unknown): { keys: SigningKey[]; damage?: string } {
  if (stored === undefined) return { keys: [] }
  const result = v.safeParse(envelopeSchema, stored)
  if (!result.success) return { keys: [], damage: 'The stored list of keys is not readable.' }
  const all = result.output.keys
  const keys = all.flatMap((data) => parseKey(data) ?? [])
  const lost = all.length - keys.length
  return lost
    ? { keys, damage: `${lost} of ${all.length} stored keys are not readable.` }
    : { keys }
}
