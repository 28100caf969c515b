/** The presets of this browser; other tabs learn of every change. */
import type { KeyValueStore } from './key-value-store'
import { ListStore, type ListEdit, type LoadedList } from './list-store'
import { presetListFormat } from './preset-list-format'
import type { Preset } from './schema'
import type { TabChannel } from './tab-channel'

export class PresetStore extends ListStore<Preset> {
  readonly #channel: TabChannel | undefined

  /** @param channel shared by all tabs of this page; undefined for a store of one tab */
  constructor(storage: KeyValueStore, channel?: TabChannel) {
    super(storage, presetListFormat)
    this.#channel = channel
  }

  /** Calls `listener` when another tab has changed the presets. */
  onOtherTab(listener: () => void): void {
    this.#channel?.listen(listener)
  }

  override async changeStored(edit: ListEdit<Preset>): Promise<LoadedList<Preset>> {
    const after = await super.changeStored(edit)
    this.#channel?.tell()
    return after
  }
}
