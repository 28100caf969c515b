/** The keys of this browser. IndexedDB keeps CryptoKeys as they are, without making them readable. */
import type { KeyValueStore } from '../key-value-store'
import { ListStore, type ListFormat } from '../list-store'
import { hasNewerForm, parseKey, type SigningKey } from './key'

const keyListFormat: ListFormat<SigningKey> = {
  key: 'signing-keys',
  version: 1,
  itemsField: 'keys',
  damagedKeyPrefix: 'set-aside-keys-',
  deletedKey: 'deleted-keys',
  parse: parseKey,
  isNewer: hasNewerForm,
  defaults: () => [],
}

export class KeyStore extends ListStore<SigningKey> {
  constructor(storage: KeyValueStore) {
    super(storage, keyListFormat)
  }
}
