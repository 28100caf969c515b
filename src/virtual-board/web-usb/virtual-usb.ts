/**
 * `navigator.usb` with one device: list of devices, permission, connect and disconnect events.
 * https://wicg.github.io/webusb/#usb-interface
 */
import type { Faults } from '../faults'
import type { BridgeChip } from '../usb-devices/bridge-chip'
import { checkRequest, isOffered } from './device-filters'
import { freeAccess, type UsbAccess } from './usb-access'
import { noDeviceSelected } from './usb-errors'
import type { DeviceRequest } from './usb-types'
import { VirtualUsbDevice } from './virtual-usb-device'

type UsbHandler = ((event: Event) => void) | null

/** "connect" or "disconnect", with the device that it is about. */
export class VirtualUsbEvent extends Event {
  constructor(
    type: 'connect' | 'disconnect',
    readonly device: VirtualUsbDevice,
  ) {
    super(type)
  }
}

export class VirtualUsb extends EventTarget {
  onconnect: UsbHandler = null
  ondisconnect: UsbHandler = null
  readonly access: UsbAccess = freeAccess()
  #granted = false
  #isPlugged = true
  #device: VirtualUsbDevice

  constructor(
    private readonly chip: BridgeChip,
    private readonly faults: Faults,
  ) {
    super()
    this.#device = this.#newDevice()
  }

  /** The device that is plugged in, or was until now. */
  get device(): VirtualUsbDevice {
    return this.#device
  }

  /** Requests that the chip did not know; empty after a correct session. */
  get unknownRequests(): readonly string[] {
    return this.chip.unknownRequests
  }

  /** @throws DOMException NotFoundError if nothing is chosen; TypeError for wrong filters */
  async requestDevice(request: DeviceRequest): Promise<VirtualUsbDevice> {
    const checked = checkRequest(request)
    const isThere = this.#isPlugged && isOffered(this.chip.descriptors, checked)
    if (this.faults.pickerCancelled || !isThere) throw noDeviceSelected()
    this.#granted = true
    return this.#device
  }

  async getDevices(): Promise<VirtualUsbDevice[]> {
    return this.#granted && this.#isPlugged ? [this.#device] : []
  }

  /** As if the user had chosen the device on an earlier visit. */
  grant(): void {
    this.#granted = true
  }

  /** The cable was pulled. */
  unplugged(): void {
    this.#isPlugged = false
    this.#device.lose()
    if (this.#granted) this.#announce('disconnect')
  }

  /** Plugged in again: to Chromium another device than the one before; the chip has been without power. */
  plugged(): void {
    this.#isPlugged = true
    this.chip.powerUp()
    this.#device = this.#newDevice()
    if (this.#granted) this.#announce('connect')
  }

  /** Ends what is under way. */
  dispose(): void {
    this.#device.lose()
  }

  #newDevice(): VirtualUsbDevice {
    return new VirtualUsbDevice(this.chip, this.access, () => this.#forget())
  }

  #forget(): void {
    this.#granted = false
    this.#device = this.#newDevice()
  }

  #announce(type: 'connect' | 'disconnect'): void {
    const event = new VirtualUsbEvent(type, this.#device)
    this.dispatchEvent(event)
    this[`on${type}`]?.(event)
  }
}
