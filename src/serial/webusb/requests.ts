/**
 * Control requests of one kind to one device, bounded, one after the other. A stall means that the chip does not
 * know the request, and is told apart from a transfer that failed.
 */
import { withDeadline } from '../../async/deadline'
import type { UsbControlSetup, UsbDevice } from './usb-device'

/** The kernel's drivers wait 100 ms (PL2303) to 5 s (the others). */
const timeoutMs = 1000

export class Stalled extends Error {
  override readonly name = 'StalledError'
}

export class Requests {
  constructor(
    private readonly device: UsbDevice,
    private readonly kind: Pick<UsbControlSetup, 'requestType' | 'recipient'>,
  ) {}

  /** @throws Stalled, or what WebUSB throws */
  async write(request: number, value: number, index: number, data?: Uint8Array): Promise<void> {
    const setup = { ...this.kind, request, value, index }
    // Without data the argument is left out: there is then no data stage.
    const transfer = data
      ? this.device.controlTransferOut(setup, data as Uint8Array<ArrayBuffer>)
      : this.device.controlTransferOut(setup)
    const { status } = await bounded(transfer, request)
    if (status === 'stall') throw stalled(request)
  }

  /** What the device answers, which may be shorter than `length`. @throws Stalled, or what WebUSB throws */
  async read(request: number, value: number, index: number, length: number): Promise<Uint8Array> {
    const setup = { ...this.kind, request, value, index }
    const transfer = this.device.controlTransferIn(setup, length)
    const { status, data } = await bounded(transfer, request)
    if (status === 'stall' || !data) throw stalled(request)
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  }

  /** The same, or undefined where the chip does not know the request or answers less than `least`. */
  async tryRead(request: number, value: number, index: number, length: number, least = length) {
    try {
      const answer = await this.read(request, value, index, length)
      return answer.length >= least ? answer : undefined
    } catch (error) {
      if (error instanceof Stalled) return undefined
      throw error
    }
  }
}

const bounded = <T>(transfer: Promise<T>, request: number): Promise<T> =>
  withDeadline(
    transfer,
    timeoutMs,
    () => new DOMException(`Request ${request} was not answered.`, 'TimeoutError'),
  )

const stalled = (request: number) => new Stalled(`The device stalled request ${request}.`)
