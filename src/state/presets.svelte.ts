/**
 * The presets as the page sees them: the list, the selected one, what was deleted today, and what went
 * wrong with the storage. Where the browser forbids storage, everything works in memory.
 */
import { withDeadline } from '../async/deadline'
import { asDeviceError, DeviceError } from '../errors'
import { memoryStore } from '../presets/key-value-store'
import { defaultPresets, duplicateOf, otherTabsCopy } from '../presets/defaults'
import { openFile, presetsToFile } from '../presets/file'
import { acquaintance, contentOf, type Acquaintance } from '../presets/look-alike'
import { foreignTo, unknownTo } from '../presets/merge'
import { newPresetId } from '../presets/parse'
import type { Preset } from '../presets/schema'
import {
  PresetStore,
  type Edit,
  type StoredPresetsEdit,
  type StoredPresets,
} from '../presets/store'
import type { Trashed } from '../presets/trash'
import type { Settings } from './settings.svelte'

/** IndexedDB answers in milliseconds; some private windows never do, and another tab may hold it. */
const storageTimeoutMs = 3000
/** Shorter waiting is not worth words. */
const silentWaitMs = 400

export class Presets {
  #store: PresetStore
  #settings: Settings
  #all = $state.raw<Preset[]>([])
  #foreign: unknown[] = []
  #trash = $state.raw<Trashed<Preset>[]>([])
  #problem = $state.raw<DeviceError>()
  #deletedId = $state<string>()
  #overtaken = $state.raw<Preset>()
  #loaded = $state(false)
  #waiting = $state(false)
  /** Of a newer page: never written by this one, and still there to be exported. */
  #newer = $state.raw<PresetStore>()

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
  /** The storage has not answered for a while: another tab may be using it. Ends within seconds. */
  get waiting(): boolean {
    return this.#waiting
  }
  /** storage-damaged, storage-blocked or storage-newer */
  get problem(): DeviceError | undefined {
    return this.#problem
  }
  /** The storage is a newer page's: what is changed here lasts as long as this page. */
  get readOnly(): boolean {
    return this.#newer !== undefined
  }
  /** The last one that was deleted on this page, for Undo. */
  get deleted(): Preset | undefined {
    return this.#trash.find(({ item }) => item.id === this.#deletedId)?.item
  }
  /** The others of the last day, newest first. */
  get recentlyDeleted(): readonly Trashed<Preset>[] {
    return this.#trash.filter(({ item }) => item.id !== this.#deletedId)
  }
  /** The copy of what another tab had saved while the same preset was edited here. */
  get overtaken(): Preset | undefined {
    return this.#overtaken
  }
  get selected(): Preset | undefined {
    const { selectedPresetId } = this.#settings
    return this.#all.find(({ id }) => id === selectedPresetId) ?? this.#all[0]
  }

  async load(): Promise<void> {
    const patience = setTimeout(() => (this.#waiting = true), silentWaitMs)
    await this.#sync(() => this.#store.load())
    clearTimeout(patience)
    this.#waiting = false
    this.#loaded = true
  }

  select(id: string): void {
    this.#settings.selectPreset(id)
  }

  /**
   * Adds the preset, or replaces the one with its id; also after another tab has deleted it. If another tab
   * has changed it meanwhile, its version stays as a preset of its own (`overtaken`).
   * @param before what the change was made from; default: what this page knows under the id
   */
  async save(preset: Preset, before = this.#all.find(({ id }) => id === preset.id)): Promise<void> {
    this.#overtaken = undefined
    await this.#change((presets) => {
      const at = presets.findIndex(({ id }) => id === preset.id)
      const stored = presets[at]
      if (!stored) return [...presets, preset]
      const isKnown = [before, preset].some((one) => one && contentOf(one) === contentOf(stored))
      if (isKnown || !before) return presets.with(at, preset)
      this.#overtaken = otherTabsCopy(stored)
      return presets.toSpliced(at, 1, preset, this.#overtaken)
    })
    this.select(preset.id)
  }

  /** The same preset under another id, or one with a name that looks like its own, if there is one. */
  acquaintance = (preset: Preset): Acquaintance => acquaintance(this.#all, preset)

  /** Adds a preset from outside, unless it is there already; selects it. */
  async keep(preset: Preset): Promise<void> {
    let kept = preset
    await this.#change((presets) => {
      const { same } = acquaintance(presets, preset)
      kept = same ?? preset
      return same ? presets : [...presets, preset]
    })
    this.select(kept.id)
  }

  async duplicate(preset: Preset): Promise<Preset> {
    const copy = duplicateOf(preset)
    await this.save(copy)
    return copy
  }

  async remove({ id }: Preset): Promise<void> {
    await this.#changeStored((stored) => {
      const index = stored.presets.findIndex((preset) => preset.id === id)
      const item = stored.presets[index]
      if (!item) return stored
      this.#deletedId = id
      const deleted = [
        { item, index, deletedAtMs: Date.now() },
        ...stored.deleted.filter((other) => other.item.id !== id),
      ]
      return { ...stored, presets: stored.presets.toSpliced(index, 1), deleted }
    })
  }

  /** Takes back the last delete of this page. */
  async undoRemove(): Promise<void> {
    const { deleted } = this
    if (deleted) await this.restore(deleted.id)
  }

  /** Back to its place; under a new id if another preset has taken its id meanwhile. */
  async restore(id: string): Promise<void> {
    let restored: Preset | undefined
    await this.#changeStored((stored) => {
      const trashed = stored.deleted.find(({ item }) => item.id === id)
      if (!trashed) return stored
      const deleted = stored.deleted.filter((other) => other !== trashed)
      const isTaken = stored.presets.some((preset) => preset.id === id)
      restored = isTaken ? { ...trashed.item, id: newPresetId() } : trashed.item
      return { ...stored, presets: stored.presets.toSpliced(trashed.index, 0, restored), deleted }
    })
    if (this.#deletedId === id) this.#deletedId = undefined
    if (restored) this.select(restored.id)
  }

  /** No Undo any more; it stays among the recently deleted ones. */
  forgetDeleted(): void {
    this.#deletedId = undefined
  }

  forgetOvertaken(): void {
    this.#overtaken = undefined
  }

  /** Puts the presets of a first visit back where they are missing. */
  async restoreDefaults(): Promise<void> {
    await this.#change((presets) => [...presets, ...unknownTo(presets, defaultPresets())])
  }

  exportAll = (): string => presetsToFile(this.#all, this.#foreign)

  /**
   * Adds the presets of a file. One whose id is taken by a different preset becomes a second one, so
   * nothing is overwritten. Gives how many are new.
   * @throws DeviceError preset-invalid, link-newer; nothing is added then
   */
  async importFile(text: string): Promise<number> {
    const imported = openFile(text)
    let added: Preset[] = []
    await this.#changeStored((stored) => {
      added = unknownTo(stored.presets, imported.presets)
      return {
        ...stored,
        presets: [...stored.presets, ...added],
        foreign: [...stored.foreign, ...foreignTo(stored.foreign, imported.foreign)],
      }
    })
    if (added[0]) this.select(added[0].id)
    return added.length
  }

  /** What this page could not read, or leaves to a newer one, as JSON. */
  rescued = (): Promise<string | undefined> => {
    if (this.#newer) return this.#newer.asFile()
    if (this.#problem?.code === 'storage-newer') return Promise.resolve(this.exportAll())
    return this.#store.rescued()
  }

  dismissProblem(): void {
    this.#problem = undefined
  }

  /** Another tab has a newer version of this page. */
  tellNewer(): void {
    this.#problem = new DeviceError('storage-newer', 'A newer page has opened the storage.')
  }

  #change = (edit: Edit): Promise<void> => this.#sync(() => this.#store.change(edit))
  #changeStored = (edit: StoredPresetsEdit): Promise<void> =>
    this.#sync(() => this.#store.changeStored(edit))

  /** Runs a piece of storage work; where storage does not work, goes on in memory and says so. */
  async #sync(work: () => Promise<StoredPresets>): Promise<void> {
    const late = () => new DeviceError('storage-blocked', 'The storage does not answer.')
    let stored
    try {
      stored = await withDeadline(work(), storageTimeoutMs, late)
    } catch (error) {
      this.#problem = asDeviceError(error, 'storage-blocked')
      const presets = this.#loaded ? [...this.#all] : defaultPresets()
      await this.#goOnInMemory({ presets, foreign: this.#foreign, deleted: this.#trash })
      stored = await work()
    }
    if (stored.readOnly) {
      this.#newer = this.#store
      await this.#goOnInMemory(stored)
    }
    this.#all = stored.presets
    this.#foreign = stored.foreign
    this.#trash = stored.deleted
    if (stored.problem) this.#problem = stored.problem
  }

  async #goOnInMemory({ presets, foreign, deleted }: StoredPresets): Promise<void> {
    this.#store = new PresetStore(memoryStore())
    await this.#store.changeStored(() => ({ presets, foreign, deleted }))
  }
}
