/** What went wrong where nobody was waiting for it: a mistake of the page, to be shown and not hidden. */
import { asDeviceError, isAbort, type DeviceError } from '../errors'

export class Defects {
  #last = $state.raw<DeviceError>()

  get last(): DeviceError | undefined {
    return this.#last
  }

  report(error: unknown): void {
    if (!isAbort(error)) this.#last = asDeviceError(error)
  }

  dismiss(): void {
    this.#last = undefined
  }
}
