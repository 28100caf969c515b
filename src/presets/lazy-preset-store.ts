/** The presets of this browser, without the code of their format where none is stored. */
import { asDeviceError } from '../errors'
import { deletedPresetsKey, presetsKey } from './basics'
import { defaultPresets } from './defaults'
import type { KeyValueStore } from './key-value-store'
import { LazyListStore } from './lazy-list-store'
import type { ListStorage } from './list-store'
import type { Preset } from './schema'
import { TabChannel } from './tab-channel'

export interface PresetStorage extends ListStorage<Preset> {
  /** Calls `listener` when another tab has changed the presets. */
  onOtherTab(listener: () => void): void
}

export class LazyPresetStore extends LazyListStore<Preset> implements PresetStorage {
  readonly #channel: TabChannel

  /** @param channelName shared by all tabs of this page */
  constructor(storage: KeyValueStore, channelName: string) {
    const channel = new TabChannel(channelName)
    super(storage, {
      keys: [presetsKey, deletedPresetsKey],
      defaults: defaultPresets,
      open: (storage) => openPresetStore(storage, channel),
    })
    this.#channel = channel
  }

  onOtherTab(listener: () => void): void {
    this.#channel.listen(listener)
  }
}

/** @throws DeviceError part-missing */
async function openPresetStore(storage: KeyValueStore, channel: TabChannel) {
  const { PresetStore } = await import('./preset-store').catch((error: unknown) => {
    throw asDeviceError(error, 'part-missing')
  })
  return new PresetStore(storage, channel)
}
