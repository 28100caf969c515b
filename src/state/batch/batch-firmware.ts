/** The firmware for the boards of a batch: found and checked once for each size of flash. */
import { DeviceError } from '../../errors'
import type { BoardIdentity } from '../../esptool/identity'
import type { Preset } from '../../presets/schema'
import { Firmware, type Bytes, type FirmwareServices } from '../firmware.svelte'
import type { BoardKind } from '../session-state'

export class BatchFirmware {
  readonly #bySize = new Map<number, Promise<Bytes>>()

  constructor(
    private readonly services: FirmwareServices,
    private readonly preset: Preset,
    private readonly kind: BoardKind,
    /** In place of what the preset says. */
    private readonly file?: File,
  ) {}

  /** Rejects with what refuses it: catalogue-*, image-*. The next board tries again. */
  of(identity: BoardIdentity): Promise<Bytes> {
    const { flashSizeBytes } = identity
    const known = this.#bySize.get(flashSizeBytes)
    if (known) return known
    const found = this.#find(identity)
    this.#bySize.set(flashSizeBytes, found)
    found.catch(() => this.#bySize.delete(flashSizeBytes))
    return found
  }

  async #find(identity: BoardIdentity): Promise<Bytes> {
    const firmware = new Firmware(this.services)
    if (this.file) await firmware.use(this.file)
    await firmware.prepare({ preset: this.preset, kind: this.kind, identity })
    const { offer } = firmware
    if (offer.at === 'ready') return offer.bytes
    if (offer.at === 'refused') throw offer.error
    const missing = new DeviceError('catalogue-missing', 'The preset wants a firmware file.')
    throw (offer.at === 'wanted' && offer.reason) || missing
  }
}
