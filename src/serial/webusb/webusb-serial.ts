/**
 * `navigator.serial` over `navigator.usb`: the list of devices, the ports that were granted, connect and disconnect
 * events that bubble from the port. https://wicg.github.io/serial/#serial-interface
 */
import type { SerialProvider } from '../provider'
import { deviceFilters, familyOf } from './bridges'
import type { Usb, UsbConnectionEvent, UsbDevice } from './usb-device'
import { WebUsbPort } from './webusb-port'

type SerialHandler = ((this: Serial, event: Event) => void) | null

export class WebUsbSerial extends EventTarget implements SerialProvider {
  onconnect: SerialHandler = null
  ondisconnect: SerialHandler = null
  /** The same port for the same device, as long as that is plugged in. */
  readonly #ports = new Map<UsbDevice, WebUsbPort>()

  constructor(private readonly usb: Usb) {
    super()
    usb.addEventListener('connect', (event) => this.#plugged((event as UsbConnectionEvent).device))
    usb.addEventListener('disconnect', (event) =>
      this.#unplugged((event as UsbConnectionEvent).device),
    )
  }

  /**
   * Shows the browser's list, with devices that there is a driver for. Call it right after a click.
   * @throws NotFoundError if nothing is chosen; SecurityError without a click or where a policy forbids USB;
   *   TypeError for wrong filters
   */
  async requestPort({ filters = [] }: SerialPortRequestOptions = {}): Promise<WebUsbPort> {
    checkFilters(filters)
    const wanted = deviceFilters(filters)
    if (wanted.length === 0) throw nothingSelected(undefined)
    try {
      return this.#portOf(await this.usb.requestDevice({ filters: wanted }))
    } catch (error) {
      throw asOfSerial(error)
    }
  }

  async getPorts(): Promise<WebUsbPort[]> {
    const devices = await this.usb.getDevices()
    return devices.filter(familyOf).map((device) => this.#portOf(device))
  }

  #portOf(device: UsbDevice): WebUsbPort {
    const known = this.#ports.get(device)
    if (known) return known
    const port = new WebUsbPort(device, () => this.#ports.delete(device))
    this.#ports.set(device, port)
    return port
  }

  #plugged(device: UsbDevice): void {
    if (!familyOf(device)) return
    // A port that is over must not come back, even if a browser took the same object for the device.
    if (!this.#ports.get(device)?.connected) this.#ports.delete(device)
    this.#announce('connect', this.#portOf(device))
  }

  #unplugged(device: UsbDevice): void {
    if (!familyOf(device)) return
    const port = this.#portOf(device)
    this.#ports.delete(device)
    port.lose()
    this.#announce('disconnect', port)
  }

  /** At the port, then here with the port as target. */
  #announce(type: 'connect' | 'disconnect', port: WebUsbPort): void {
    fire(port, new Event(type, { bubbles: true }))
    const bubbled = new Event(type, { bubbles: true })
    Object.defineProperty(bubbled, 'target', { value: port })
    fire(this, bubbled)
  }
}

/** Listeners, and after them the handler of the `onconnect` style. */
function fire(target: WebUsbSerial | WebUsbPort, event: Event): void {
  target.dispatchEvent(event)
  const handler = event.type === 'connect' ? target.onconnect : target.ondisconnect
  ;(handler as ((event: Event) => void) | null)?.call(target, event)
}

const failedRequest = (words: string) => `Failed to execute 'requestPort' on 'Serial': ${words}`

function checkFilters(filters: readonly SerialPortFilter[]): void {
  for (const { usbVendorId, usbProductId, bluetoothServiceClassId } of filters) {
    if (usbVendorId !== undefined || bluetoothServiceClassId !== undefined) continue
    const words =
      usbProductId === undefined
        ? 'A filter must provide a property to filter by.'
        : 'A filter containing a usbProductId must also specify a usbVendorId.'
    throw new TypeError(failedRequest(words))
  }
}

/** The same error in the words of Web Serial. */
function asOfSerial(cause: unknown): unknown {
  if (!(cause instanceof DOMException)) return cause
  if (cause.name === 'NotFoundError') return nothingSelected(cause)
  const words = cause.message.replace(/^Failed to execute '\w+' on 'USB': /, '')
  return withCause(new DOMException(failedRequest(words), cause.name), cause)
}

const nothingSelected = (cause: unknown) =>
  withCause(
    new DOMException(failedRequest('No port selected by the user.'), 'NotFoundError'),
    cause,
  )

function withCause(error: DOMException, cause: unknown): DOMException {
  Object.defineProperty(error, 'cause', { value: cause, configurable: true, writable: true })
  return error
}
