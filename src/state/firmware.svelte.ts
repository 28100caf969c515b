/**
 * Which firmware would be written to the board at hand, known and checked before Install can be
 * pressed: an entry of the catalogue, a file that a person chose, or the demo image of the virtual
 * board. Bytes stay out of deep state.
 */
import { asDeviceError, DeviceError } from '../errors'
import type { BoardIdentity } from '../esptool/identity'
import type { Preset } from '../presets/schema'
import { chooseEntry, type CatalogueEntry } from './choose-firmware'
import type { BoardKind } from './session-state'

export type Bytes = Uint8Array<ArrayBuffer>

/** What the check of an image found out. */
export interface FirmwareFacts {
  /** "v1.27.0" */
  version?: string
  /** "GENERIC", "FLASH_1M", … */
  variant?: string
  sizeBytes: number
  demo: boolean
}

export interface FirmwareServices {
  /** Rejects with catalogue-missing or catalogue-damaged. */
  catalogue(): Promise<readonly CatalogueEntry[]>
  /** The entry's bytes, compared with the catalogue's hash. Rejects with catalogue-damaged. */
  fetch(entry: CatalogueEntry): Promise<Bytes>
  demo(): Promise<Bytes>
  /** Refuses what is not a whole MicroPython image for a flash of this size: image-*. */
  check(bytes: Bytes, flashSizeBytes: number): Promise<FirmwareFacts>
  /** Lower-case hex */
  sha256(bytes: Bytes): Promise<string>
}

export type FirmwareOffer =
  | { at: 'checking' }
  | {
      at: 'ready'
      source: 'catalogue' | 'file' | 'demo'
      name: string
      facts: FirmwareFacts
      bytes: Bytes
    }
  /** The preset wants a file of one's own, or the catalogue has none. */
  | { at: 'wanted'; reason?: DeviceError }
  | { at: 'refused'; name: string; error: DeviceError }

interface Target {
  preset: Preset
  kind: BoardKind
  identity: BoardIdentity
}

export class Firmware {
  #services: FirmwareServices
  #offer = $state.raw<FirmwareOffer>({ at: 'checking' })
  /** The file that a person chose; it stays until it is removed or the page is left. */
  #file: { name: string; bytes: Bytes } | undefined
  #target: Target | undefined
  #turn = 0

  constructor(services: FirmwareServices) {
    this.#services = services
  }

  get offer(): FirmwareOffer {
    return this.#offer
  }

  /** Finds and checks what `preset` means on this board. A later call outdates an earlier one. */
  async prepare(target: Target): Promise<void> {
    this.#target = target
    const turn = ++this.#turn
    this.#offer = { at: 'checking' }
    const offer = await this.#find(target)
    if (turn === this.#turn) this.#offer = offer
  }

  /** A file that was dropped or picked, instead of what the preset says. */
  async use(file: File): Promise<void> {
    this.#file = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
    if (this.#target) await this.prepare(this.#target)
  }

  /** Back to what the preset says. */
  async removeFile(): Promise<void> {
    this.#file = undefined
    if (this.#target) await this.prepare(this.#target)
  }

  async #find(target: Target): Promise<FirmwareOffer> {
    const { preset, kind } = target
    const name = this.#file?.name ?? 'The firmware of this page'
    try {
      if (this.#file) return await this.#fromFile(this.#file, target)
      if (kind === 'virtual') return await this.#fromDemo(target)
      if (preset.firmware.source === 'file') return { at: 'wanted' }
      return await this.#fromCatalogue(target)
    } catch (cause) {
      const error = asDeviceError(cause)
      if (error.code === 'catalogue-missing') return { at: 'wanted', reason: error }
      return { at: 'refused', name, error }
    }
  }

  async #fromDemo({ identity }: Target): Promise<FirmwareOffer> {
    const bytes = await this.#services.demo()
    const facts = await this.#services.check(bytes, identity.flashSizeBytes)
    return { at: 'ready', source: 'demo', name: 'Demo firmware', facts, bytes }
  }

  async #fromCatalogue({ preset, identity }: Target): Promise<FirmwareOffer> {
    if (preset.firmware.source !== 'catalogue') return { at: 'wanted' }
    const catalogue = await this.#services.catalogue()
    const entry = chooseEntry(catalogue, preset.firmware, identity.flashSizeBytes)
    const bytes = await this.#services.fetch(entry)
    const facts = await this.#services.check(bytes, identity.flashSizeBytes)
    return { at: 'ready', source: 'catalogue', name: entry.file, facts, bytes }
  }

  async #fromFile(
    { name, bytes }: { name: string; bytes: Bytes },
    { preset, kind, identity }: Target,
  ): Promise<FirmwareOffer> {
    await this.#matchesPreset(bytes, preset)
    const facts = await this.#services.check(bytes, identity.flashSizeBytes)
    if (facts.demo && kind === 'real') throw new DeviceError('image-demo', `${name} is the demo.`)
    return { at: 'ready', source: 'file', name, facts, bytes }
  }

  /** A preset may name the very file by its hash. */
  async #matchesPreset(bytes: Bytes, { firmware }: Preset): Promise<void> {
    if (firmware.source !== 'file' || !firmware.sha256) return
    const sha256 = await this.#services.sha256(bytes)
    if (sha256 === firmware.sha256) return
    throw new DeviceError('image-damaged', 'It is not the file that the preset names (SHA-256).')
  }
}
