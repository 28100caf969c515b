/**
 * `navigator.serial` with one board in reach: picker, granted ports, and connect and disconnect events
 * that bubble from the port as in Chromium.
 */
import type { Faults } from './faults'
import type { VirtualSerialPort } from './virtual-serial-port'

export class VirtualSerial extends EventTarget {
  #granted = false

  constructor(
    private readonly port: () => VirtualSerialPort,
    private readonly faults: Faults,
  ) {
    super()
  }

  async requestPort(options: SerialPortRequestOptions = {}): Promise<SerialPort> {
    const offered = this.port().connected && this.#matches(options.filters)
    if (this.faults.pickerCancelled || !offered) {
      throw new DOMException('No port selected by the user.', 'NotFoundError')
    }
    this.#granted = true
    return this.port()
  }

  async getPorts(): Promise<SerialPort[]> {
    return this.#granted && this.port().connected ? [this.port()] : []
  }

  /** As if the user had chosen the port on an earlier visit. */
  grant(): void {
    this.#granted = true
  }

  revoke(): void {
    this.#granted = false
  }

  /** Fires on the port, then here, with the port as target. Pages see only ports granted to them. */
  announce(type: 'connect' | 'disconnect'): void {
    if (!this.#granted) return
    const port = this.port()
    const event = new Event(type, { bubbles: true })
    if (type === 'connect') port.onconnect?.(event)
    else port.ondisconnect?.(event)
    port.dispatchEvent(event)
    this.dispatchEvent(targeting(new Event(type, { bubbles: true }), port))
  }

  #matches(filters: SerialPortFilter[] | undefined): boolean {
    if (!filters?.length) return true
    const { usbVendorId, usbProductId } = this.port().getInfo()
    return filters.some(
      (filter) =>
        filter.usbVendorId === usbVendorId &&
        (filter.usbProductId === undefined || filter.usbProductId === usbProductId),
    )
  }
}

/** Node and browsers give the dispatching object as target; a bubbled event names its origin. */
function targeting(event: Event, target: EventTarget): Event {
  Object.defineProperty(event, 'target', { value: target })
  return event
}
