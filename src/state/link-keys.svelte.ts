/**
 * The keys for signing and checking links, as the page sees them: the list, the last removed one for
 * Undo, the policy, and what went wrong with the storage. Loaded when a link is opened or shared.
 */
import { DeviceError } from '../errors'
import keyM from '../messages/compiled/key-rules'
import type { KeyValueStore } from '../presets/key-value-store'
import { signingPart, type SigningKey } from '../presets/keys/key'
import { fileToKey, keyToFile } from '../presets/keys/key-file'
import { KeyStore } from '../presets/keys/key-store'
import { keyPair, publicKeyOf, secretKey } from '../presets/keys/make-key'
import {
  defaultPolicy,
  loadPolicy,
  savePolicy,
  skewMs,
  windowMs,
  type Policy,
} from '../presets/keys/policy'
import { checkFragment, signFragment } from '../presets/signed-link'
import type { DeletedItem } from '../presets/deleted-items'
import type { SignatureStatus } from '../presets/signature-status'
import { hasEd25519 } from '../signing/ed25519'
import { StoredList } from './stored-list.svelte'

/** What a new key is made of. */
export type KeyRecipe = { name: string; exportable: boolean } & (
  { from: 'secret'; secret: string } | { from: 'pair' } | { from: 'public'; publicKey: string }
)

/** A random secret in the time in which it can be handed on. Lives with the page, not with a card. */
export interface FreshSecret {
  name: string
  secret: string
  /** It was copied. */
  isHandedOn: boolean
}

export class LinkKeys {
  readonly #list: StoredList<SigningKey>
  #fresh = $state.raw<FreshSecret>()
  #policy = $state.raw(defaultPolicy)
  #ed25519 = $state(false)

  constructor(store: KeyValueStore) {
    this.#list = new StoredList(new KeyStore(store))
  }

  get all(): readonly SigningKey[] {
    return this.#list.items
  }
  /** Those that can sign. */
  get own(): readonly SigningKey[] {
    return this.all.filter((key) => signingPart(key))
  }
  /** The last one that was removed on this page, for Undo. */
  get removed(): SigningKey | undefined {
    return this.#list.lastDeleted
  }
  /** The others of the last day, newest first. */
  get recentlyRemoved(): readonly DeletedItem<SigningKey>[] {
    return this.#list.recentlyDeleted
  }
  /** Shown until somebody says that it may go. */
  get fresh(): FreshSecret | undefined {
    return this.#fresh
  }
  showOnce(name: string, secret: string): void {
    this.#fresh = { name, secret, isHandedOn: false }
  }
  forgetFresh(): void {
    this.#fresh = undefined
  }
  get policy(): Policy {
    return this.#policy
  }
  /** storage-damaged, storage-blocked or storage-newer */
  get problem(): DeviceError | undefined {
    return this.#list.problem
  }
  /** False where this browser can neither make nor check Ed25519 signatures. */
  get ed25519(): boolean {
    return this.#ed25519
  }

  async load(): Promise<void> {
    this.#ed25519 = await hasEd25519()
    await this.#list.load()
    this.#policy = await loadPolicy(this.#list.storage)
  }

  /** @throws DeviceError key-invalid, also if the name is taken; nothing is added then */
  async make(recipe: KeyRecipe): Promise<SigningKey> {
    const key = await fromRecipe(recipe)
    await this.#add(key)
    return key
  }

  /** @throws DeviceError key-invalid */
  async importFile(text: string, exportable: boolean): Promise<SigningKey> {
    const key = await fileToKey(text, exportable)
    await this.#add(key)
    return key
  }

  /** @throws DeviceError key-invalid if the key was not made exportable */
  exportFile = (key: SigningKey): Promise<string> => keyToFile(key)

  async remove({ id }: SigningKey): Promise<void> {
    await this.#list.remove(id)
  }

  /** Takes back the last removal of this page. */
  async undoRemove(): Promise<void> {
    const { removed } = this
    if (removed) await this.restore(removed.id)
  }

  /** Back to its place. @throws DeviceError key-invalid if another key has taken its name */
  async restore(id: string): Promise<void> {
    await this.#list.restore(id, (key, keys) => {
      assertFree(keys, key)
      return key
    })
  }

  /** For good: nobody wants a key that was given away to stay for another day. */
  async forgetRemoved(id?: string): Promise<void> {
    await this.#list.purge(id)
  }

  dismissProblem(): void {
    this.#list.problem = undefined
  }

  /** False, and nothing changes, if a number is out of its bounds. */
  async setPolicy(policy: Policy): Promise<boolean> {
    const saved = await savePolicy(this.#list.storage, policy)
    if (saved) this.#policy = policy
    return saved
  }

  /** @throws DeviceError link-too-big */
  sign(fragment: string, key: SigningKey, nowMs = Date.now()): Promise<string> {
    return signFragment(fragment, key, { timestampMs: nowMs, windowMs: windowMs(this.#policy) })
  }

  check(fragment: string, nowMs = Date.now()): Promise<SignatureStatus> {
    return checkFragment(fragment, this.all, { nowMs, skewMs: skewMs(this.#policy) })
  }

  #add = (key: SigningKey): Promise<void> =>
    this.#list.change((keys) => {
      assertFree(keys, key)
      return [...keys, key]
    })
}

function assertFree(keys: readonly SigningKey[], { name }: SigningKey): void {
  if (!keys.some((key) => key.name === name)) return
  throw new DeviceError('key-invalid', keyM.nameTaken({ name }))
}

function fromRecipe(recipe: KeyRecipe): Promise<SigningKey> {
  const { name, exportable } = recipe
  if (recipe.from === 'secret') return secretKey(name, recipe.secret, exportable)
  return recipe.from === 'pair' ? keyPair(name, exportable) : publicKeyOf(name, recipe.publicKey)
}
