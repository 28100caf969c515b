/**
 * The presets as the page sees them: the list, the selected one, what was deleted today, and what went
 * wrong with the storage. Where the browser forbids storage, everything works in memory.
 */
import { DeviceError } from '../errors'
import { newPresetId } from '../presets/basics'
import { defaultPresets, duplicateOf, otherTabsCopy } from '../presets/defaults'
import type { PresetStorage } from '../presets/lazy-preset-store'
import type { DeletedItem } from '../presets/deleted-items'
import { contentOf } from '../presets/same-content'
import type { Preset } from '../presets/schema'
import type { Settings } from './settings.svelte'
import { StoredList } from './stored-list.svelte'

/** A shorter wait for the storage is not shown. */
const silentWaitMs = 400

/** No part of the first load, as the next one. */
const loadAdding = () => import('../presets/adding')
/** Nothing that is saved may get lost because it cannot be loaded: then a name, or a preset, may come twice. */
const tryAdding = () => loadAdding().catch(() => undefined)
/** Of an exported file. */
const loadFileFormat = () => import('../presets/file')

export class Presets {
  readonly #list: StoredList<Preset>
  readonly #settings: Settings
  #otherTabsVersion = $state.raw<Preset>()
  #waiting = $state(false)

  constructor(store: PresetStorage, settings: Settings) {
    this.#list = new StoredList(store)
    this.#settings = settings
    store.onOtherTab(() => void this.load())
  }

  get all(): readonly Preset[] {
    return this.#list.items
  }
  /** Those of a newer page, which this one leaves as they are. */
  get foreign(): readonly unknown[] {
    return this.#list.foreign
  }
  get loaded(): boolean {
    return this.#list.loaded
  }
  /** The storage has not answered for a while: another tab may be using it. Ends within seconds. */
  get waiting(): boolean {
    return this.#waiting
  }
  /** storage-damaged, storage-blocked or storage-newer */
  get problem(): DeviceError | undefined {
    return this.#list.problem
  }
  /** The storage is a newer page's: what is changed here lasts as long as this page. */
  get readOnly(): boolean {
    return this.#list.newer !== undefined
  }
  /** The last one that was deleted on this page, for Undo. */
  get deleted(): Preset | undefined {
    return this.#list.lastDeleted
  }
  /** The others of the last day, newest first. */
  get recentlyDeleted(): readonly DeletedItem<Preset>[] {
    return this.#list.recentlyDeleted
  }
  /** The copy of what another tab had saved while the same preset was edited here. */
  get otherTabsVersion(): Preset | undefined {
    return this.#otherTabsVersion
  }
  get selected(): Preset | undefined {
    const { selectedPresetId } = this.#settings
    return this.all.find(({ id }) => id === selectedPresetId) ?? this.all[0]
  }

  async load(): Promise<void> {
    const timer = setTimeout(() => (this.#waiting = true), silentWaitMs)
    await this.#list.load()
    clearTimeout(timer)
    this.#waiting = false
  }

  /** Selected at once; resolves when it is stored, or cannot be. */
  select(id: string): Promise<void> {
    return this.#settings.selectPreset(id)
  }

  /**
   * Adds the preset, or replaces the one with its id; also after another tab has deleted it. If another tab
   * has changed it meanwhile, its version stays as a preset of its own (`otherTabsVersion`). A name that another
   * one has is numbered, unless it had that name before.
   * @param before what the change was made from; default: what this page knows under the id
   * @returns the preset as it was saved
   */
  async save(
    preset: Preset,
    before: { id: string } | undefined = this.all.find(({ id }) => id === preset.id),
  ): Promise<Preset> {
    this.#otherTabsVersion = undefined
    const adding = await tryAdding()
    let saved = preset
    await this.#list.change((presets) => {
      const at = presets.findIndex(({ id }) => id === preset.id)
      const stored = presets[at]
      saved =
        stored?.name === preset.name ? preset : (adding?.namedApart(preset, presets) ?? preset)
      if (!stored) return [...presets, saved]
      const isKnown = [before, preset].some((one) => one && contentOf(one) === contentOf(stored))
      if (isKnown || !before) return presets.with(at, saved)
      this.#otherTabsVersion = otherTabsCopy(stored)
      return presets.toSpliced(at, 1, saved, this.#otherTabsVersion)
    })
    await this.select(saved.id)
    return saved
  }

  /** Adds a preset from outside, numbered if its name is taken, unless it is there already; selects it. */
  async addShared(preset: Preset): Promise<void> {
    const adding = await tryAdding()
    let added = preset
    await this.#list.change((presets) => {
      const same = adding?.sameAs(preset, presets)
      added = same ?? adding?.namedApart(preset, presets) ?? preset
      return same ? presets : [...presets, added]
    })
    await this.select(added.id)
  }

  duplicate(preset: Preset): Promise<Preset> {
    return this.save(duplicateOf(preset))
  }

  async remove({ id }: Preset): Promise<void> {
    await this.#list.remove(id)
  }

  /** Takes back the last delete of this page. */
  async undoRemove(): Promise<void> {
    const { deleted } = this
    if (deleted) await this.restore(deleted.id)
  }

  /** Back to its place; under a new id if another preset has taken its id meanwhile. */
  async restore(id: string): Promise<void> {
    const restored = await this.#list.restore(id, (preset, presets) =>
      presets.some((other) => other.id === id) ? { ...preset, id: newPresetId() } : preset,
    )
    if (restored) await this.select(restored.id)
  }

  /** No Undo any more; it stays among the recently deleted ones. */
  forgetDeleted(): void {
    this.#list.forgetLastDeleted()
  }

  dismissOtherTabsVersion(): void {
    this.#otherTabsVersion = undefined
  }

  /** Puts the presets of a first visit back where they are missing. */
  async restoreDefaults(): Promise<void> {
    const adding = await tryAdding()
    await this.#list.change((presets) => {
      const defaults = defaultPresets()
      if (presets.length === 0) return defaults
      return [...presets, ...(adding?.unknownTo(presets, defaults) ?? [])]
    })
  }

  /**
   * @param withPasswords of set-up networks, in plain text
   * @returns the whole list as the JSON of a file that `importFile` takes
   */
  async exportAll(withPasswords?: boolean): Promise<string> {
    const { exportedFile } = await loadFileFormat()
    return exportedFile(this.all, this.#list.foreign, withPasswords)
  }

  /**
   * Adds the presets of a file. One whose id is taken by a different preset becomes a second one, so
   * nothing is overwritten. Gives how many are new.
   * @throws DeviceError preset-invalid, link-newer; nothing is added then
   */
  async importFile(text: string): Promise<number> {
    const { openFile } = await loadFileFormat()
    const { foreignTo, unknownTo } = await loadAdding()
    const imported = openFile(text)
    let added: Preset[] = []
    await this.#list.changeStored((stored) => {
      added = unknownTo(stored.items, imported.presets)
      return {
        ...stored,
        items: [...stored.items, ...added],
        foreign: [...stored.foreign, ...foreignTo(stored.foreign, imported.foreign)],
      }
    })
    if (added[0]) await this.select(added[0].id)
    return added.length
  }

  /** What this page could not read, or leaves to a newer one, as JSON. */
  rescued = async (): Promise<string | undefined> => {
    const { newer, problem } = this.#list
    if (newer) return (await loadFileFormat()).presetsToFile([], [], await newer.raw())
    return problem?.code === 'storage-newer' ? this.exportAll(true) : this.#list.damaged()
  }

  dismissProblem(): void {
    this.#list.problem = undefined
  }

  /** Another tab has a newer version of this page. */
  reportNewerVersion(): void {
    this.#list.problem = new DeviceError('storage-newer', 'A newer page has opened the storage.')
  }
}
