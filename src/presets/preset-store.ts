/** The presets of this browser; other tabs learn of every change through a BroadcastChannel. */
import type { KeyValueStore } from './key-value-store'
import { ListStore, type ListEdit, type LoadedList } from './list-store'
import { presetListFormat } from './preset-list-format'
import type { Preset } from './schema'

export class PresetStore extends ListStore<Preset> {
  #channel: BroadcastChannel | undefined

  /** @param channelName shared by all tabs of this page; undefined for a store of one tab */
  constructor(storage: KeyValueStore, channelName?: string) {
    super(storage, presetListFormat)
    if (channelName && typeof BroadcastChannel !== 'undefined') {
      this.#channel = new BroadcastChannel(channelName)
    }
  }

  /** Calls `listener` when another tab has changed the presets. */
  onOtherTab(listener: () => void): () => void {
    this.#channel?.addEventListener('message', listener)
    return () => this.#channel?.removeEventListener('message', listener)
  }

  override async changeStored(edit: ListEdit<Preset>): Promise<LoadedList<Preset>> {
    const after = await super.changeStored(edit)
    this.#channel?.postMessage('changed')
    return after
  }

  close(): void {
    this.#channel?.close()
  }
}
