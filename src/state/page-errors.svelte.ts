/** What went wrong where nobody was waiting for it: a mistake of the page, to be shown and not hidden. */
import { asDeviceError, isAbort, type DeviceError } from '../errors'

export class PageErrors {
  #last = $state.raw<DeviceError>()

  get last(): DeviceError | undefined {
    return this.#last
  }

  /** What fails after a part of the page did not load is most likely its consequence. */
  report(error: unknown): void {
    if (!isAbort(error) && this.#last?.code !== 'part-missing') this.#last = asDeviceError(error)
  }

  dismiss(): void {
    this.#last = undefined
  }
}
