/**
 * `navigator.serial` with one device: port picker, permission, and connect and disconnect events that bubble from
 * the port as in Chromium or Firefox. https://wicg.github.io/serial/#serial-interface
 */
import type { Faults } from '../faults'
import type { UsbBridge } from '../usb/usb-bridge'
import { FirefoxSerialPort } from './firefox-serial-port'
import { failedRequest } from './port-errors'
import type { PortBrowser } from './port-browser'
import type { VirtualPort } from './virtual-port'
import { VirtualSerialPort } from './virtual-serial-port'

type SerialHandler = ((event: Event) => void) | null

export class VirtualSerial extends EventTarget {
  onconnect: SerialHandler = null
  ondisconnect: SerialHandler = null
  #granted = false
  #port: VirtualPort

  constructor(
    private readonly bridge: UsbBridge,
    private readonly info: SerialPortInfo,
    private readonly faults: Faults,
    private readonly browser: PortBrowser = 'chromium',
  ) {
    super()
    this.#port = this.#newPort()
  }

  /** The port of the device that is plugged in, or was until now. */
  get port(): VirtualPort {
    return this.#port
  }

  /** @throws DOMException NotFoundError if nothing is chosen; TypeError for wrong filters */
  async requestPort({ filters = [] }: SerialPortRequestOptions = {}): Promise<SerialPort> {
    checkFilters(filters, this.browser)
    if (this.#isFirefox) this.bridge.probe()
    const offered = this.#isListed && this.#matches(filters)
    if (this.faults.pickerCancelled || !offered) {
      const words = this.#isFirefox ? 'No port selected' : 'No port selected by the user.'
      throw new DOMException(failedRequest(words, this.browser), 'NotFoundError')
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

  /** The bridge has been unplugged. */
  unplugged(): void {
    this.#port.lose()
    this.#announce('disconnect')
  }

  /** The bridge was plugged in again: to Chromium another port than the one before. */
  plugged(): void {
    if (!this.#isFirefox) this.#port = this.#newPort()
    this.#announce('connect')
  }

  get #isFirefox(): boolean {
    return this.browser === 'firefox'
  }

  /** Firefox tries to open what it lists, and leaves out what another program has. */
  get #isListed(): boolean {
    return this.port.connected && !(this.#isFirefox && this.faults.busy)
  }

  #newPort(): VirtualPort {
    const Port = this.#isFirefox ? FirefoxSerialPort : VirtualSerialPort
    return new Port(this.bridge, this.info, () => (this.#granted = false))
  }

  /** Fires on the port and, if the page was granted it, bubbles to here with the port as target. */
  #announce(type: 'connect' | 'disconnect'): void {
    const port = this.port
    fire(port, new Event(type, { bubbles: true }))
    if (this.#granted) fire(this, targeting(new Event(type, { bubbles: true }), port))
  }

  #matches(filters: SerialPortFilter[]): boolean {
    if (filters.length === 0) return true
    const { usbVendorId, usbProductId } = this.port.getInfo()
    return filters.some(
      (filter) =>
        filter.usbVendorId === usbVendorId &&
        (filter.usbProductId === undefined || filter.usbProductId === usbProductId),
    )
  }
}

function checkFilters(filters: SerialPortFilter[], browser: PortBrowser): void {
  for (const { usbVendorId, usbProductId, bluetoothServiceClassId } of filters) {
    if (usbVendorId !== undefined || bluetoothServiceClassId !== undefined) continue
    const words =
      usbProductId === undefined
        ? 'A filter must provide a property to filter by.'
        : 'A filter containing a usbProductId must also specify a usbVendorId.'
    throw new TypeError(failedRequest(words, browser))
  }
}

/** Listeners and the `onconnect` style of handler. */
function fire(target: VirtualSerial | VirtualPort, event: Event): void {
  const handler = event.type === 'connect' ? target.onconnect : target.ondisconnect
  target.dispatchEvent(event)
  handler?.call(target as VirtualPort, event)
}

/** Node and browsers give the dispatching object as target; a bubbled event names its origin. */
function targeting(event: Event, target: EventTarget): Event {
  Object.defineProperty(event, 'target', { value: target })
  return event
}
