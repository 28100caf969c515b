/**
 * What a `USBDevice` knows of itself, and Chromium's checks in its order: gone, a change under way, not open, not
 * configured, not claimed. https://wicg.github.io/webusb/#usbdevice-interface, modules/webusb/usb_device.cc
 */
import type { DeviceDescriptors } from '../usb-devices/descriptors'
import type { ControlSetup, Direction } from './usb-types'
import { usbErrors } from './usb-errors'

export class DeviceState {
  isOpen = false
  isLost = false
  isConfigured = true
  isChanging = false
  readonly claimed = new Set<number>()
  readonly changing = new Set<number>()

  constructor(private readonly descriptors: DeviceDescriptors) {}

  checkNotChanging(method: string): void {
    this.#checkPresent(method)
    if (this.changing.size > 0) throw usbErrors.interfaceChanging(method)
  }

  checkOpen(method: string): void {
    this.checkNotChanging(method)
    if (!this.isOpen) throw usbErrors.notOpen(method)
  }

  checkConfigured(method: string): void {
    this.#checkPresent(method)
    if (!this.isOpen) throw usbErrors.notOpen(method)
    if (!this.isConfigured) throw usbErrors.notConfigured(method)
  }

  checkInterface(method: string, number: number): void {
    this.checkConfigured(method)
    if (!this.descriptors.interfaces.some((it) => it.number === number)) {
      throw usbErrors.noInterface(method)
    }
    if (this.changing.has(number)) throw usbErrors.interfaceChanging(method)
  }

  checkClaimed(method: string, number: number): void {
    this.checkInterface(method, number)
    if (!this.claimed.has(number)) throw usbErrors.notClaimed(method)
  }

  checkEndpoint(method: string, direction: Direction, number: number): void {
    this.checkConfigured(method)
    if (number < 1 || number > 15) throw usbErrors.endpointRange(method)
    const address = number | (direction === 'in' ? 0x80 : 0)
    const owner = this.descriptors.interfaces.find((it) =>
      it.endpoints.some((endpoint) => endpoint.address === address),
    )
    const isUsable = owner && this.claimed.has(owner.number) && !this.changing.has(owner.number)
    if (!isUsable) throw usbErrors.noEndpoint(method)
  }

  checkRecipient(method: string, { recipient, index }: ControlSetup): void {
    if (recipient === 'interface') this.checkClaimed(method, index & 0xff)
    if (recipient !== 'endpoint') return
    this.checkEndpoint(method, index & 0x80 ? 'in' : 'out', index & 0x0f)
  }

  #checkPresent(method: string): void {
    if (this.isLost) throw usbErrors.disconnected(method)
    if (this.isChanging) throw usbErrors.stateChanging(method)
  }
}
