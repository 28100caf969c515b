/**
 * Reads one IN endpoint as long as it is open, with several transfers under way: a chip holds only a few hundred
 * bytes, and what nobody asks for in time is lost in it. Results are handed on in their order.
 */
import { isGone } from './port-errors'
import type { UsbDevice, UsbEndpoint, UsbInResult } from './usb-device'

export interface InPipeOptions {
  device: UsbDevice
  endpoint: UsbEndpoint
  /** Of one transfer; a multiple of the packet size. */
  transferBytes: number
  /** How many transfers are under way. */
  count: number
  /** False: no further transfer now; `resume` says when there is room again. */
  hasRoom: () => boolean
  onData: (data: Uint8Array) => void
  /** The device sent more than was asked for; some of it is lost. */
  onBabble: () => void
  /** Reading is over: the device is gone, or fails again and again. Not called after `stop`. */
  onFailed: (cause: unknown) => void
}

interface Transfer {
  result: Promise<UsbInResult>
  /** How often the endpoint had been cleared when this was handed over. */
  clearings: number
}

/** So many stalls or failures without a byte between them are no passing trouble. */
const mostFailures = 8

export class InPipe {
  readonly #transfers: Transfer[] = []
  #clearings = 0
  #failures = 0
  #isStopped = false
  #wake: (() => void) | undefined

  constructor(private readonly options: InPipeOptions) {}

  start(): void {
    void this.#run()
  }

  /** There is room again. */
  resume(): void {
    this.#wake?.()
  }

  /** Nothing is handed on any more. Closing the device ends the transfers. */
  stop(): void {
    this.#isStopped = true
    this.#wake?.()
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      this.#fill()
      const transfer = this.#transfers.shift()
      if (transfer) await this.#finish(transfer)
      else await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  #fill(): void {
    const { device, endpoint, transferBytes, count, hasRoom } = this.options
    while (this.#transfers.length < count && hasRoom()) {
      const result = device.transferIn(endpoint.endpointNumber, transferBytes)
      // Looked at when its turn comes, which may be after it has failed.
      result.catch(() => undefined)
      this.#transfers.push({ result, clearings: this.#clearings })
    }
  }

  async #finish({ result, clearings }: Transfer): Promise<void> {
    try {
      const { status, data } = await result
      if (this.#isStopped) return
      if (data && data.byteLength > 0) this.#deliver(data)
      if (status === 'babble') this.options.onBabble()
      if (status === 'stall') await this.#clear(clearings)
    } catch (error) {
      await this.#failed(error, clearings)
    }
  }

  #deliver(data: DataView): void {
    this.#failures = 0
    this.options.onData(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  }

  /** Once for each time that the endpoint stalled, however many transfers were under way. */
  async #clear(clearings: number): Promise<void> {
    if (clearings !== this.#clearings) return
    this.#clearings++
    if (++this.#failures > mostFailures) throw new Error('The endpoint stalls again and again.')
    await this.options.device.clearHalt('in', this.options.endpoint.endpointNumber)
  }

  async #failed(error: unknown, clearings: number): Promise<void> {
    if (this.#isStopped) return
    try {
      if (isGone(error) || this.#failures > mostFailures) throw error
      await this.#clear(clearings)
    } catch (final) {
      if (this.#isStopped) return
      this.stop()
      this.options.onFailed(final)
    }
  }
}
