/**
 * The presets of this browser. Every change reads the stored list, edits it and writes it back in one
 * transaction, so that two tabs never overwrite each other; the other tab is told. Damaged data is
 * kept aside before anything new is written over it; a newer page's data is never written over.
 */
import { DeviceError } from '../errors'
import type { Box, Shelf } from './box'
import { openEnvelope, sealEnvelope, type Opened } from './envelope'
import { presetsToFile } from './file'
import { isPreset } from './parse'
import type { Preset } from './schema'
import { Trash, type Trashed } from './trash'

const key = 'presets'
const rescuePrefix = 'rescue-'
const trash = new Trash('deleted-presets', (data) => (isPreset(data) ? data : undefined))

/** What an edit may change. */
export interface PresetShelf {
  presets: Preset[]
  /** Of the last day, newest first. */
  deleted: Trashed<Preset>[]
  /** Presets of a newer page, as they are. */
  foreign: unknown[]
}

export interface StoredPresets extends PresetShelf {
  /** A newer page's list: the edit counts for this page alone, and nothing was written. */
  readOnly?: true
  /** storage-damaged: something was unreadable and has been kept aside; storage-newer. */
  problem?: DeviceError
}

export type Edit = (presets: Preset[]) => Preset[]
export type ShelfEdit = (shelf: PresetShelf) => PresetShelf

export class PresetStore {
  #box: Box
  #channel: BroadcastChannel | undefined

  /** @param channelName shared by all tabs of this page; undefined for a store of one tab */
  constructor(box: Box, channelName?: string) {
    this.#box = box
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
    return this.#box.transact(async (shelf) => {
      const { opened, stored } = await openOrRescue(shelf)
      return told(opened, stored)
    })
  }

  /** Applies `edit` to what is stored now, which may be more than this tab has seen. */
  change(edit: Edit): Promise<StoredPresets> {
    return this.changeShelf((shelf) => ({ ...shelf, presets: edit(shelf.presets) }))
  }

  /** The same for the list together with what was deleted from it. */
  async changeShelf(edit: ShelfEdit): Promise<StoredPresets> {
    const after = await this.#box.transact(async (shelf) => {
      const { opened, stored } = await openOrRescue(shelf)
      const edited = edit(stored)
      if (!opened.newer) {
        shelf.write(key, sealEnvelope(edited.presets, { ...opened, foreign: edited.foreign }))
        if (edited.deleted !== stored.deleted) await trash.write(shelf, edited.deleted)
      }
      return told(opened, edited)
    })
    this.#channel?.postMessage('changed')
    return after
  }

  /** What was kept aside, as JSON, for a person to look at; undefined if there is nothing. */
  rescued(): Promise<string | undefined> {
    return this.#box.transact(async (shelf) => {
      const keys = (await shelf.keys()).filter((name) => name.startsWith(rescuePrefix))
      if (keys.length === 0) return undefined
      const entries = []
      for (const name of keys) entries.push([name, await shelf.read(name)])
      return JSON.stringify(Object.fromEntries(entries), undefined, 2)
    })
  }

  /** Everything that is stored as a preset file, whatever version wrote it. */
  asFile(): Promise<string> {
    return this.#box.transact(async (shelf) => {
      const stored = await shelf.read(key)
      return presetsToFile([], [], stored)
    })
  }

  close(): void {
    this.#channel?.close()
  }
}

async function openOrRescue(shelf: Shelf): Promise<{ opened: Opened; stored: PresetShelf }> {
  const found = await shelf.read(key)
  const opened = openEnvelope(found)
  if (opened.damage) {
    shelf.write(`${rescuePrefix}${new Date().toISOString()}-${crypto.randomUUID()}`, found)
    shelf.write(key, sealEnvelope(opened.presets, opened))
  }
  const { presets, foreign } = opened
  return { opened, stored: { presets, foreign, deleted: await trash.read(shelf) } }
}

function told({ damage, newer }: Opened, stored: PresetShelf): StoredPresets {
  if (newer) return { ...stored, readOnly: true, problem: newerData('The stored list of presets') }
  if (damage) return { ...stored, problem: new DeviceError('storage-damaged', damage) }
  const { length } = stored.foreign
  return length > 0 ? { ...stored, problem: newerData(`Stored presets: ${length}, which`) } : stored
}

const newerData = (what: string) =>
  new DeviceError('storage-newer', `${what} came from a newer version of this page.`)
