/**
 * `navigator.serial` with one board in reach: picker, granted ports, and connect and disconnect events
 * that bubble from the port as in Chromium.
 */
import type { Faults } from './faults'
import type { VirtualSerialPort } from './virtual-serial-port'

type SerialHandler = ((event: Event) => void) | null

export class VirtualSerial extends EventTarget {
  onconnect: SerialHandler = null
  ondisconnect: SerialHandler = null
  #granted = false

  constructor(
    private readonly port: VirtualSerialPort,
    private readonly faults: Faults,
  ) {
    super()
  }

  async requestPort(options: SerialPortRequestOptions = {}): Promise<SerialPort> {
    const offered = this.port.connected && this.#matches(options.filters)
    if (this.faults.pickerCancelled || !offered) {
      throw new DOMException('No port selected by the user.', 'NotFoundError')
    }
    this.#granted = true
    return this.port
  }

  async getPorts(): Promise<SerialPort[]> {
    return this.#granted && this.port.connected ? [this.port] : []
  }

  /** As if the user had chosen the port on an earlier visit. */
  grant(): void {
    this.#granted = true
  }

  revoke(): void {
    this.#granted = false
  }

  /** Fires on the port and, if the page was granted it, bubbles to here with the port as target. */
  announce(type: 'connect' | 'disconnect'): void {
    const port = this.port
    fire(port, new Event(type, { bubbles: true }))
    if (this.#granted) fire(this, targeting(new Event(type, { bubbles: true }), port))
  }

  #matches(filters: SerialPortFilter[] | undefined): boolean {
    if (!filters?.length) return true
    const { usbVendorId, usbProductId } = this.port.getInfo()
    return filters.some(
      (filter) =>
        filter.usbVendorId === usbVendorId &&
        (filter.usbProductId === undefined || filter.usbProductId === usbProductId),
    )
  }
}

/** Listeners and the `onconnect` style of handler. */
function fire(target: VirtualSerial | VirtualSerialPort, event: Event): void {
  const handler = event.type === 'connect' ? target.onconnect : target.ondisconnect
  handler?.call(target as VirtualSerialPort, event)
  target.dispatchEvent(event)
}

/** Node and browsers give the dispatching object as target; a bubbled event names its origin. */
function targeting(event: Event, target: EventTarget): Event {
  Object.defineProperty(event, 'target', { value: target })
  return event
}
