/**
 * Which firmware would be written to the board at hand, known and checked before Install can be
 * pressed: an entry of the catalogue, a file that a person chose, or the demo image of the virtual
 * board. Bytes stay out of deep state.
 */
import { asDeviceError, DeviceError } from '../errors'
import type { BoardIdentity } from '../esptool/identity'
import { maxFirmwareBytes, RefusedFile, tooBigForFirmware } from '../images/refused-file'
import type { Preset } from '../presets/schema'
import type { BoardKind } from './session-state'

export type CatalogueChoice = Preset['firmware'] & { source: 'catalogue' }

export type Bytes = Uint8Array<ArrayBuffer>

/** What the check of an image found out. */
export interface FirmwareFacts {
  /** "v1.27.0"; undefined for a build that names none */
  version?: string
  /** "GENERIC", "FLASH_1M", … */
  variant?: string
  sizeBytes: number
  demo: boolean
}

export interface FirmwareFile {
  name: string
  bytes: Bytes
}

export interface FirmwareServices {
  /**
   * What a preset asks of this page's catalogue, for a board with so much flash. Rejects with
   * catalogue-missing, catalogue-damaged or image-variant.
   */
  fromCatalogue(choice: CatalogueChoice, flashSizeBytes: number): Promise<FirmwareFile>
  demo(): Promise<FirmwareFile>
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
  /** `name` is that of the file; undefined for what this page brings, and for several files. */
  | { at: 'refused'; name?: string; error: DeviceError }

/** What a person chose in place of a file that can be read. */
interface Unreadable {
  name?: string
  error: DeviceError
}

interface Target {
  preset: Preset
  kind: BoardKind
  identity: BoardIdentity
}

export class Firmware {
  #services: FirmwareServices
  #offer = $state.raw<FirmwareOffer>({ at: 'checking' })
  /** The file that a person chose; it stays until it is removed or the page is left. */
  #file: FirmwareFile | Unreadable | undefined
  #target: Target | undefined
  #turn = 0
  #choice = 0

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

  /** A file that was dropped or picked, instead of what the preset says. The last one counts. */
  async use(file: File): Promise<void> {
    const choice = ++this.#choice
    const chosen = await readFirmware(file)
    if (choice === this.#choice) await this.#choose(chosen)
  }

  /** Something was dropped or picked that is no file to read; why, is `error`. */
  async refuse(error: DeviceError, name?: string): Promise<void> {
    this.#choice++
    await this.#choose({ name, error })
  }

  /** Back to what the preset says. */
  async removeFile(): Promise<void> {
    this.#choice++
    await this.#choose(undefined)
  }

  async #choose(file: FirmwareFile | Unreadable | undefined): Promise<void> {
    this.#file = file
    if (this.#target) await this.prepare(this.#target)
  }

  async #find(target: Target): Promise<FirmwareOffer> {
    const name = this.#file?.name
    try {
      return await this.#offerOf(target)
    } catch (cause) {
      const error = asDeviceError(cause)
      if (error.code === 'catalogue-missing') return { at: 'wanted', reason: error }
      return { at: 'refused', name, error }
    }
  }

  async #offerOf({ preset, kind, identity }: Target): Promise<FirmwareOffer> {
    const { flashSizeBytes } = identity
    const chosen = this.#file
    if (chosen && 'error' in chosen) throw chosen.error
    if (chosen) await this.#matchesPreset(chosen.bytes, preset)
    else if (kind === 'real' && preset.firmware.source === 'file') return { at: 'wanted' }
    const source = chosen ? 'file' : kind === 'virtual' ? 'demo' : 'catalogue'
    const file = chosen ?? (await this.#supplied(preset, kind, flashSizeBytes))
    const facts = await this.#services.check(file.bytes, flashSizeBytes)
    if (facts.demo && kind === 'real') throw new DeviceError('image-demo', 'It is the demo image.')
    return { at: 'ready', source, ...file, facts }
  }

  #supplied({ firmware }: Preset, kind: BoardKind, flashSizeBytes: number): Promise<FirmwareFile> {
    if (kind === 'virtual' || firmware.source === 'file') return this.#services.demo()
    return this.#services.fromCatalogue(firmware, flashSizeBytes)
  }

  /** A preset may name the very file by its hash. */
  async #matchesPreset(bytes: Bytes, { firmware }: Preset): Promise<void> {
    if (firmware.source !== 'file' || !firmware.sha256) return
    const sha256 = await this.#services.sha256(bytes)
    if (sha256 === firmware.sha256) return
    throw new DeviceError('image-damaged', 'It is not the file that the preset names (SHA-256).')
  }
}

/** A file that is too big is not even read, and one that cannot be is no defect of the page. */
async function readFirmware(file: File): Promise<FirmwareFile | Unreadable> {
  const { name, size } = file
  if (size > maxFirmwareBytes) return { name, error: tooBigForFirmware(size) }
  try {
    return { name, bytes: new Uint8Array(await file.arrayBuffer()) }
  } catch {
    return { name, error: unreadableFile() }
  }
}

/** Browsers hand out folders as files, too, and let reading them fail. */
const unreadableFile = () => new RefusedFile('image-not-esp8266', { kind: 'unreadable' })
