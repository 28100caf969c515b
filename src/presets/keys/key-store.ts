/**
 * The keys of this browser. IndexedDB keeps CryptoKeys as they are, without making them readable.
 * Every change reads what is stored and writes it back in one transaction. What does not parse is
 * kept aside, untouched, and reported; what a newer page has written stays as it is.
 */
import * as v from 'valibot'
import { DeviceError } from '../../errors'
import type { KeyValueStore, Transaction } from '../key-value-store'
import { isNewerThan, unknownFields } from '../newer'
import { Trash, type Trashed } from '../trash'
import { hasNewerForm, parseKey, type SigningKey } from './key'

const storageKey = 'signing-keys'
const rescuePrefix = 'set-aside-keys-'
const version = 1
const presetListSchema = v.object({ version: v.literal(version), keys: v.array(v.unknown()) })
const trash = new Trash('deleted-keys', parseKey)

/** What an edit may change. */
export interface EditableKeys {
  keys: SigningKey[]
  /** Of the last day, newest first. */
  deleted: Trashed<SigningKey>[]
}

export interface StoredKeys extends EditableKeys {
  /** A newer page's list: the edit counts for this page alone, and nothing was written. */
  readOnly?: true
  /** storage-damaged: something was unreadable and has been kept aside; storage-newer. */
  problem?: DeviceError
}

export type KeyEdit = (keys: SigningKey[]) => SigningKey[]
export type StoredKeysEdit = (stored: EditableKeys) => EditableKeys

export class KeyStore {
  #store: KeyValueStore

  constructor(store: KeyValueStore) {
    this.#store = store
  }

  load(): Promise<StoredKeys> {
    return this.#store.transact(async (transaction) => told(await openOrSetAside(transaction)))
  }

  /** Applies `edit` to what is stored now, which may be more than this tab has seen. */
  change(edit: KeyEdit): Promise<StoredKeys> {
    return this.changeStored(({ keys, deleted }) => ({ keys: edit(keys), deleted }))
  }

  /** The same for the list together with what was removed from it. */
  changeStored(edit: StoredKeysEdit): Promise<StoredKeys> {
    return this.#store.transact(async (transaction) => {
      const opened = await openOrSetAside(transaction)
      const edited = edit({ keys: opened.keys, deleted: opened.deleted })
      if (!opened.newer) {
        transaction.write(storageKey, sealed(edited.keys, opened))
        if (edited.deleted !== opened.deleted) await trash.write(transaction, edited.deleted)
      }
      return told({ ...opened, ...edited })
    })
  }
}

interface Opened {
  keys: SigningKey[]
  /** Keys of a newer page, as they were found. */
  foreign: unknown[]
  /** Of the list itself, of which we know no meaning. */
  rest: Record<string, unknown>
  newer?: true
  damage?: string
}

const sealed = (keys: SigningKey[], { foreign, rest }: Pick<Opened, 'foreign' | 'rest'>) => ({
  ...rest,
  version,
  keys: [...keys, ...foreign],
})

async function openOrSetAside(transaction: Transaction): Promise<Opened & EditableKeys> {
  const stored = await transaction.read(storageKey)
  const opened = { ...open(stored), deleted: await trash.read(transaction) }
  if (!opened.damage) return opened
  transaction.write(`${rescuePrefix}${new Date().toISOString()}-${crypto.randomUUID()}`, stored)
  transaction.write(storageKey, sealed(opened.keys, opened))
  return opened
}

function told({ keys, deleted, foreign, newer, damage }: Opened & EditableKeys): StoredKeys {
  const stored = { keys, deleted }
  if (newer) return { ...stored, readOnly: true, problem: newerKeys('The stored list of keys') }
  if (damage) return { ...stored, problem: new DeviceError('storage-damaged', damage) }
  return foreign.length === 0
    ? stored
    : { ...stored, problem: newerKeys(`Stored keys: ${foreign.length}, which`) }
}

const newerKeys = (what: string) =>
  new DeviceError('storage-newer', `${what} came from a newer version of this page.`)

function open(stored: unknown): Opened {
  const bare = { keys: [], foreign: [], rest: {} }
  if (stored === undefined) return bare
  if (isNewerThan(version, stored)) return openNewer(stored)
  const result = v.safeParse(presetListSchema, stored)
  if (!result.success) return { ...bare, damage: 'The stored list of keys is not readable.' }
  const all = result.output.keys
  const keys = all.flatMap((data) => parseKey(data) ?? [])
  const foreign = all.filter(hasNewerForm)
  const lost = all.length - keys.length - foreign.length
  const opened = { keys, foreign, rest: unknownFields(stored, ['version', 'keys']) }
  return lost
    ? { ...opened, damage: `${lost} of ${all.length} stored keys are not readable.` }
    : opened
}

/** What can be read of it can be used. */
function openNewer(stored: unknown): Opened {
  const list = v.safeParse(v.object({ keys: v.array(v.unknown()) }), stored)
  const all = list.success ? list.output.keys : []
  return {
    keys: all.flatMap((data) => parseKey(data) ?? []),
    foreign: [],
    rest: {},
    newer: true,
  }
}
