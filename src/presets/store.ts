/**
 * The presets of this browser. Every change reads the stored list, edits it and writes it back in one
 * transaction, so that two tabs never overwrite each other; the other tab is told. Damaged data is
 * kept aside before anything new is written over it.
 */
import { DeviceError } from '../errors'
import type { Box, Shelf } from './box'
import { openEnvelope, sealEnvelope } from './envelope'
import type { Preset } from './schema'

const key = 'presets'
const rescuePrefix = 'rescue-'

export interface StoredPresets {
  presets: Preset[]
  /** storage-damaged: something was unreadable and has been kept aside. */
  problem?: DeviceError
}

export type Edit = (presets: Preset[]) => Preset[]

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
    return this.#box.transact(async (shelf) => openOrRescue(shelf))
  }

  /** Applies `edit` to what is stored now, which may be more than this tab has seen. */
  async change(edit: Edit): Promise<StoredPresets> {
    const stored = await this.#box.transact(async (shelf) => {
      const { presets, problem } = await openOrRescue(shelf)
      const edited = edit(presets)
      shelf.write(key, sealEnvelope(edited))
      return { presets: edited, problem }
    })
    this.#channel?.postMessage('changed')
    return stored
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

  close(): void {
    this.#channel?.close()
  }
}

async function openOrRescue(shelf: Shelf): Promise<StoredPresets> {
  const stored = await shelf.read(key)
  const { presets, damage } = openEnvelope(stored)
  if (!damage) return { presets }
  shelf.write(`${rescuePrefix}${new Date().toISOString()}-${crypto.randomUUID()}`, stored)
  shelf.write(key, sealEnvelope(presets))
  return { presets, problem: new DeviceError('storage-damaged', damage) }
}
