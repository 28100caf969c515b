/**
 * The presets as the page sees them: the list, the selected one, the last deleted one for Undo, and
 * what went wrong with the storage. Where the browser forbids storage, everything works in memory.
 */
import { withDeadline } from '../async/deadline'
import { asDeviceError, DeviceError } from '../errors'
import { memoryBox } from '../presets/box'
import { defaultPresets, duplicateOf } from '../presets/defaults'
import { fileToPresets, presetsToFile } from '../presets/file'
import { unknownTo } from '../presets/merge'
import type { Preset } from '../presets/schema'
import { PresetStore, type Edit } from '../presets/store'
import type { Settings } from './settings.svelte'

/** IndexedDB answers in milliseconds; some private windows never do. */
const storageTimeoutMs = 3000

export class Presets {
  #store: PresetStore
  #settings: Settings
  #all = $state.raw<Preset[]>([])
  #problem = $state.raw<DeviceError>()
  #deleted = $state.raw<{ preset: Preset; index: number }>()
  #loaded = $state(false)

  constructor(store: PresetStore, settings: Settings) {
    this.#store = store
    this.#settings = settings
    store.onOtherTab(() => void this.load())
  }

  get all(): readonly Preset[] {
    return this.#all
  }
  get loaded(): boolean {
    return this.#loaded
  }
  /** storage-damaged or storage-blocked */
  get problem(): DeviceError | undefined {
    return this.#problem
  }
  get deleted(): Preset | undefined {
    return this.#deleted?.preset
  }
  get selected(): Preset | undefined {
    const { selectedPresetId } = this.#settings
    return this.#all.find(({ id }) => id === selectedPresetId) ?? this.#all[0]
  }

  async load(): Promise<void> {
    await this.#sync(() => this.#store.load())
    this.#loaded = true
  }

  select(id: string): void {
    this.#settings.selectPreset(id)
  }

  /** Adds the preset, or replaces the one with its id; also after another tab has deleted it. */
  async save(preset: Preset): Promise<void> {
    await this.#change((presets) =>
      presets.some(({ id }) => id === preset.id)
        ? presets.map((other) => (other.id === preset.id ? preset : other))
        : [...presets, preset],
    )
    this.select(preset.id)
  }

  async duplicate(preset: Preset): Promise<Preset> {
    const copy = duplicateOf(preset)
    await this.save(copy)
    return copy
  }

  async remove({ id }: Preset): Promise<void> {
    const index = this.#all.findIndex((preset) => preset.id === id)
    const preset = this.#all[index]
    if (!preset) return
    this.#deleted = { preset, index }
    await this.#change((presets) => presets.filter((other) => other.id !== id))
  }

  async undoRemove(): Promise<void> {
    const deleted = this.#deleted
    if (!deleted) return
    this.#deleted = undefined
    await this.#change((presets) => presets.toSpliced(deleted.index, 0, deleted.preset))
    this.select(deleted.preset.id)
  }

  forgetDeleted(): void {
    this.#deleted = undefined
  }

  /** Puts the presets of a first visit back where they are missing. */
  async restoreDefaults(): Promise<void> {
    await this.#change((presets) => [...presets, ...unknownTo(presets, defaultPresets())])
  }

  exportAll = (): string => presetsToFile(this.#all)

  /**
   * Adds the presets of a file. One whose id is taken by a different preset becomes a second one, so
   * nothing is overwritten. Gives how many are new.
   * @throws DeviceError preset-invalid, link-newer; nothing is added then
   */
  async importFile(text: string): Promise<number> {
    const imported = fileToPresets(text)
    let added: Preset[] = []
    await this.#change((presets) => {
      added = unknownTo(presets, imported)
      return [...presets, ...added]
    })
    if (added[0]) this.select(added[0].id)
    return added.length
  }

  /** What was set aside because it could not be read, as JSON. */
  rescued = (): Promise<string | undefined> => this.#store.rescued()

  dismissProblem(): void {
    this.#problem = undefined
  }

  #change = (edit: Edit): Promise<void> => this.#sync(() => this.#store.change(edit))

  /** Runs a piece of storage work; where storage does not work, goes on in memory and says so. */
  async #sync(work: () => ReturnType<PresetStore['load']>): Promise<void> {
    const late = () => new DeviceError('storage-blocked', 'The storage does not answer.')
    let stored
    try {
      stored = await withDeadline(work(), storageTimeoutMs, late)
    } catch (error) {
      this.#problem = asDeviceError(error, 'storage-blocked')
      const presets = this.#loaded ? [...this.#all] : defaultPresets()
      this.#store = new PresetStore(memoryBox())
      await this.#store.change(() => presets)
      stored = await work()
    }
    this.#all = stored.presets
    if (stored.problem) this.#problem = stored.problem
  }
}
