/**
 * The preset that is being edited. Nothing that was typed is lost: it outlives the form and a reload,
 * and before something is done with presets, what is on the screen is saved, or the form says why not.
 */
import { asDeviceError } from '../errors'
import m from '../messages/compiled/preset-rules'
import { parseDraft, type DraftFields } from '../presets/draft'
import { parsePreset } from '../presets/parse'
import type { Preset } from '../presets/schema'
import type { Presets } from './presets.svelte'
import type { TabStorage } from './tab-storage'

const nothingPasted = { name: '', text: '' }

/** One form. */
export class OpenDraft {
  fields: DraftFields
  /** An app that was pasted and not added yet. */
  pasted: { name: string; text: string }
  readonly isNew: boolean
  readonly before: DraftFields

  constructor(before: DraftFields, isNew: boolean, fields = before, pasted = nothingPasted) {
    this.before = $state.snapshot(before) as DraftFields
    this.fields = $state(structuredClone($state.snapshot(fields) as DraftFields))
    this.pasted = $state({ ...pasted })
    this.isNew = isNew
  }

  get isChanged(): boolean {
    return JSON.stringify(this.fields) !== JSON.stringify(this.before) || this.#isPasting
  }

  get #isPasting(): boolean {
    return this.pasted.name !== '' || this.pasted.text !== ''
  }

  /** @throws DeviceError preset-invalid */
  parse(): Preset {
    const { name, text } = this.pasted
    if (name || text) throw new Error(m.preset.appNotAdded())
    return parsePreset($state.snapshot(this.fields))
  }
}

export class PresetDraft {
  readonly #presets: Presets
  readonly #storage: TabStorage
  #open = $state.raw<OpenDraft>()
  #problem = $state<string>()
  /** Settles when what was saved last can be found among the presets. */
  saving: Promise<unknown> = Promise.resolve()
  /** The form, while it is there: shows the reason at the field. */
  onRefused: (() => void) | undefined

  constructor(presets: Presets, storage: TabStorage) {
    this.#presets = presets
    this.#storage = storage
    const kept = parseDraft(storage.read())
    if (kept) this.#open = new OpenDraft(kept.before, kept.isNew, kept.fields, kept.pasted)
  }

  get open(): OpenDraft | undefined {
    return this.#open
  }

  /** Why it could not be saved, for where the form's own fields do not tell. */
  get problem(): string | undefined {
    return this.#problem
  }

  get isUnsaved(): boolean {
    return this.#open?.isChanged ?? false
  }

  edit(preset: Preset, isNew = false): void {
    this.#show(new OpenDraft(preset, isNew))
  }

  /** Stores what is typed now, so that it survives a reload. */
  persist(): void {
    const { open } = { open: this.#open }
    if (!open?.isChanged) return this.#storage.write(undefined)
    const { isNew, before } = open
    const [fields, pasted] = [$state.snapshot(open.fields), $state.snapshot(open.pasted)]
    this.#storage.write({ version: 1, isNew, before, fields, pasted })
  }

  /** False, and the form stays open and says why, if it is no preset yet. */
  save(): boolean {
    const open = this.#open
    if (!open) return true
    try {
      // What the form began with: another tab may have saved something else meanwhile.
      this.saving = this.#presets.save(open.parse(), open.isNew ? undefined : open.before)
    } catch (error) {
      this.#problem = asDeviceError(error).message
      this.onRefused?.()
      return false
    }
    this.#show(undefined)
    return true
  }

  /** Before something is done with a preset: what is on the screen is what counts. */
  settle = (): boolean => {
    const open = this.#open
    if (open && !open.isNew && !open.isChanged) this.discard()
    return this.save()
  }

  discard(): void {
    this.#show(undefined)
  }

  #show(open: OpenDraft | undefined): void {
    this.#open = open
    this.#problem = undefined
    this.#storage.write(undefined)
  }
}
