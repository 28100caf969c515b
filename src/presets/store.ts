/**
 * The presets of this browser. Every change reads the stored list, edits it and writes it back in one
 * transaction, so that two tabs never overwrite each other; the other tab is told. Damaged data is
 * kept aside before anything new is written over it; a newer page's data is never written over.
 */
import { DeviceError } from '../errors'
import type { KeyValueStore, Transaction } from './key-value-store'
import { parsePresetList, serializePresets, type Opened } from './preset-list-format'
import { presetsToFile } from './file'
import { isPreset } from './parse'
import type { Preset } from './schema'
import { Trash, type Trashed } from './trash'

const key = 'presets'
const rescuePrefix = 'rescue-'
const trash = new Trash('deleted-presets', (data) => (isPreset(data) ? data : undefined))

/** What an edit may change. */
export interface EditablePresets {
  presets: Preset[]
  /** Of the last day, newest first. */
  deleted: Trashed<Preset>[]
  /** Presets of a newer page, as they are. */
  foreign: unknown[]
}

export interface StoredPresets extends EditablePresets {
  /** A newer page's list: the edit counts for this page alone, and nothing was written. */
  readOnly?: true
  /** storage-damaged: something was unreadable and has been kept aside; storage-newer. */
  problem?: DeviceError
}

export type Edit = (presets: Preset[]) => Preset[]
export type StoredPresetsEdit = (stored: EditablePresets) => EditablePresets

export class PresetStore {
  #store: KeyValueStore
  #channel: BroadcastChannel | undefined

  /** @param channelName shared by all tabs of this page; undefined for a store of one tab */
  constructor(store: KeyValueStore, channelName?: string) {
    this.#store = store
    if (channelName && typeof BroadcastChannel !== 'undefined') {
      this.#channel = new BroadcastChannel(channelName)
    }
  }

  /** Calls `listener` when another tab has changed the presets. */
  onOtherTab(listener: () => void): () => void {
    this.#channel?.addEventListener('message', listener)
    return () => this.#channel?.removeEventListener('message', listener)
  }

  load(): Promise<StoredPresets> {
    return this.#store.transact(async (transaction) => {
      const { opened, stored } = await openOrRescue(transaction)
      return told(opened, stored)
    })
  }

  /** Applies `edit` to what is stored now, which may be more than this tab has seen. */
  change(edit: Edit): Promise<StoredPresets> {
    return this.changeStored((stored) => ({ ...stored, presets: edit(stored.presets) }))
  }

  /** The same for the list together with what was deleted from it. */
  async changeStored(edit: StoredPresetsEdit): Promise<StoredPresets> {
    const after = await this.#store.transact(async (transaction) => {
      const { opened, stored } = await openOrRescue(transaction)
      const edited = edit(stored)
      if (!opened.newer) {
        transaction.write(
          key,
          serializePresets(edited.presets, { ...opened, foreign: edited.foreign }),
        )
        if (edited.deleted !== stored.deleted) await trash.write(transaction, edited.deleted)
      }
      return told(opened, edited)
    })
    this.#channel?.postMessage('changed')
    return after
  }

  /** What was kept aside, as JSON, for a person to look at; undefined if there is nothing. */
  rescued(): Promise<string | undefined> {
    return this.#store.transact(async (transaction) => {
      const keys = (await transaction.keys()).filter((name) => name.startsWith(rescuePrefix))
      if (keys.length === 0) return undefined
      const entries = []
      for (const name of keys) entries.push([name, await transaction.read(name)])
      return JSON.stringify(Object.fromEntries(entries), undefined, 2)
    })
  }

  /** Everything that is stored as a preset file, whatever version wrote it. */
  asFile(): Promise<string> {
    return this.#store.transact(async (transaction) => {
      const stored = await transaction.read(key)
      return presetsToFile([], [], stored)
    })
  }

  close(): void {
    this.#channel?.close()
  }
}

async function openOrRescue(
  transaction: Transaction,
): Promise<{ opened: Opened; stored: EditablePresets }> {
  const found = await transaction.read(key)
  const opened = parsePresetList(found)
  if (opened.damage) {
    transaction.write(`${rescuePrefix}${new Date().toISOString()}-${crypto.randomUUID()}`, found)
    transaction.write(key, serializePresets(opened.presets, opened))
  }
  const { presets, foreign } = opened
  return { opened, stored: { presets, foreign, deleted: await trash.read(transaction) } }
}

function told({ damage, newer }: Opened, stored: EditablePresets): StoredPresets {
  if (newer) return { ...stored, readOnly: true, problem: newerData('The stored list of presets') }
  if (damage) return { ...stored, problem: new DeviceError('storage-damaged', damage) }
  const { length } = stored.foreign
  return length > 0 ? { ...stored, problem: newerData(`Stored presets: ${length}, which`) } : stored
}

const newerData = (what: string) =>
  new DeviceError('storage-newer', `${what} came from a newer version of this page.`)
