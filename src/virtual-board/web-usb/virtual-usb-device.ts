/**
 * A `USBDevice` that behaves as Chromium's, over a virtual bridge chip. Its checks are in device-state.ts.
 * https://wicg.github.io/webusb/#usbdevice-interface
 */
import type { BridgeChip } from '../usb-devices/bridge-chip'
import { configurationOf, versionOf } from './configuration-view'
import { DeviceState } from './device-state'
import { bytesOf, setupOf } from './setup-of'
import type { UsbAccess } from './usb-access'
import { protectedClasses, usbErrors } from './usb-errors'
import type { Configuration, ControlSetup, Direction, InResult, OutResult } from './usb-types'

const maxBytes = 32 * 1024 * 1024
/** Never at once: it is the browser's process that answers. */
const turn = () => new Promise<void>((resolve) => queueMicrotask(resolve))

export class VirtualUsbDevice {
  readonly configurations: Configuration[]
  readonly #state: DeviceState

  constructor(
    private readonly chip: BridgeChip,
    private readonly access: UsbAccess,
    private readonly onForget: () => void,
  ) {
    this.#state = new DeviceState(chip.descriptors)
    this.configurations = [configurationOf(chip.descriptors, (n) => this.#state.claimed.has(n))]
  }

  get vendorId(): number {
    return this.chip.descriptors.vendorId
  }
  get productId(): number {
    return this.chip.descriptors.productId
  }
  get deviceClass(): number {
    return this.chip.descriptors.class
  }
  readonly deviceSubclass = 0
  readonly deviceProtocol = 0
  get usbVersionMajor(): number {
    return versionOf(this.chip.descriptors.bcdUsb).major
  }
  get usbVersionMinor(): number {
    return versionOf(this.chip.descriptors.bcdUsb).minor
  }
  get usbVersionSubminor(): number {
    return versionOf(this.chip.descriptors.bcdUsb).subminor
  }
  get deviceVersionMajor(): number {
    return versionOf(this.chip.descriptors.bcdDevice).major
  }
  get deviceVersionMinor(): number {
    return versionOf(this.chip.descriptors.bcdDevice).minor
  }
  get deviceVersionSubminor(): number {
    return versionOf(this.chip.descriptors.bcdDevice).subminor
  }
  get manufacturerName(): string | null {
    return this.chip.descriptors.manufacturer
  }
  get productName(): string | null {
    return this.chip.descriptors.product
  }
  get serialNumber(): string | null {
    return this.chip.descriptors.serialNumber ?? null
  }
  get opened(): boolean {
    return this.#state.isOpen
  }
  get configuration(): Configuration | null {
    return this.#state.isConfigured ? (this.configurations[0] ?? null) : null
  }

  async open(): Promise<void> {
    this.#state.checkNotChanging('open')
    if (this.#state.isOpen) return
    await this.#change('open', () => {
      if (this.access.isOpenDenied) throw usbErrors.denied('open')
      this.#state.isOpen = true
    })
  }

  async close(): Promise<void> {
    this.#state.checkNotChanging('close')
    if (!this.#state.isOpen) return
    await this.#change('close', () => this.#release())
  }

  async forget(): Promise<void> {
    this.#release()
    this.#state.isLost = true
    this.onForget()
  }

  async reset(): Promise<void> {
    this.#state.checkOpen('reset')
    await this.#change('reset', () => {
      this.#cancel(usbErrors.cancelled('reset'))
      this.#endpoints.forEach((endpoint) => endpoint.clearHalt())
    })
  }

  async selectConfiguration(value: number): Promise<void> {
    this.#state.checkOpen('selectConfiguration')
    if (value !== 1) throw usbErrors.noConfiguration('selectConfiguration')
    await this.#change('selectConfiguration', () => {
      this.#releaseInterfaces()
      this.#state.isConfigured = true
    })
  }

  async claimInterface(number: number): Promise<void> {
    const method = 'claimInterface'
    this.#state.checkInterface(method, number)
    if (this.#state.claimed.has(number)) return
    await this.#changeInterface(method, number, () => {
      if (this.#isProtected(number)) throw usbErrors.isProtected(method)
      if (this.access.claimFails === 'SecurityError') throw usbErrors.denied(method)
      if (this.access.claimFails) throw usbErrors.cannotClaim(method)
      if (number === this.chip.dataInterface && !this.chip.attach()) {
        throw usbErrors.cannotClaim(method)
      }
      this.#state.claimed.add(number)
    })
  }

  async releaseInterface(number: number): Promise<void> {
    this.#state.checkInterface('releaseInterface', number)
    if (!this.#state.claimed.has(number)) return
    await this.#changeInterface('releaseInterface', number, () => this.#releaseInterface(number))
  }

  async selectAlternateInterface(number: number, setting: number): Promise<void> {
    this.#state.checkClaimed('selectAlternateInterface', number)
    if (setting !== 0) throw usbErrors.noAlternate('selectAlternateInterface')
    await this.#changeInterface('selectAlternateInterface', number, () => undefined)
  }

  async controlTransferIn(setup: ControlSetup, length: number): Promise<InResult> {
    const packet = this.#checkControl('controlTransferIn', setup, 'in', length)
    await this.#answered('controlTransferIn')
    const reply = this.chip.control(packet)
    const stalled = reply === 'stall'
    return { status: stalled ? 'stall' : 'ok', data: viewOf(stalled ? new Uint8Array() : reply) }
  }

  async controlTransferOut(setup: ControlSetup, data?: BufferSource): Promise<OutResult> {
    const bytes = bytesOf(data)
    const packet = this.#checkControl('controlTransferOut', setup, 'out', bytes.length)
    await this.#answered('controlTransferOut')
    const stalled = this.chip.control(packet, bytes) === 'stall'
    return { status: stalled ? 'stall' : 'ok', bytesWritten: stalled ? 0 : bytes.length }
  }

  async clearHalt(direction: Direction, number: number): Promise<void> {
    this.#state.checkEndpoint('clearHalt', direction, number)
    await this.#answered('clearHalt')
    const endpoints = direction === 'in' ? this.chip.ins : this.chip.outs
    endpoints.get(number)?.clearHalt()
  }

  async transferIn(number: number, length: number): Promise<InResult> {
    this.#state.checkEndpoint('transferIn', 'in', number)
    if (length > maxBytes) throw usbErrors.tooBig('transferIn')
    const reply = await this.chip.ins.get(number)?.read(length)
    if (!reply) throw usbErrors.transferFailed('transferIn')
    return { status: reply.status, data: viewOf(reply.data) }
  }

  async transferOut(number: number, data: BufferSource): Promise<OutResult> {
    this.#state.checkEndpoint('transferOut', 'out', number)
    const bytes = bytesOf(data)
    if (bytes.length > maxBytes) throw usbErrors.tooBig('transferOut')
    const reply = await this.chip.outs.get(number)?.write(bytes)
    if (!reply) throw usbErrors.transferFailed('transferOut')
    return reply
  }

  /** The cable was pulled: this device never opens again. */
  lose(): void {
    if (this.#state.isLost) return
    const isNetwork = this.access.pendingAtUnplug === 'NetworkError'
    const error = isNetwork ? usbErrors.transferFailed : usbErrors.disconnected
    this.#cancel(error('transferIn'))
    this.#release()
    this.#state.isLost = true
  }

  get #endpoints() {
    return [...this.chip.ins.values(), ...this.chip.outs.values()]
  }

  #isProtected(number: number): boolean {
    const found = this.chip.descriptors.interfaces.find((it) => it.number === number)
    return protectedClasses.has(found?.class ?? -1)
  }

  #checkControl(method: string, setup: ControlSetup, direction: Direction, length: number) {
    this.#state.checkOpen(method)
    const packet = setupOf(setup, direction, length)
    this.#state.checkRecipient(method, setup)
    return packet
  }

  async #answered(method: string): Promise<void> {
    await turn()
    if (this.#state.isLost) throw usbErrors.disconnected(method)
    if (!this.#state.isOpen) throw usbErrors.cancelled(method)
  }

  async #change(method: string, act: () => void): Promise<void> {
    this.#state.isChanging = true
    await turn()
    this.#state.isChanging = false
    if (this.#state.isLost) throw usbErrors.disconnected(method)
    act()
  }

  async #changeInterface(method: string, number: number, act: () => void): Promise<void> {
    this.#state.changing.add(number)
    await turn()
    this.#state.changing.delete(number)
    if (this.#state.isLost) throw usbErrors.disconnected(method)
    act()
  }

  #cancel(error: DOMException): void {
    for (const endpoint of this.#endpoints) endpoint.cancel(error)
  }

  #release(): void {
    this.#state.isOpen = false
    this.#releaseInterfaces()
  }

  #releaseInterfaces(): void {
    for (const number of [...this.#state.claimed]) this.#releaseInterface(number)
  }

  #releaseInterface(number: number): void {
    this.#state.claimed.delete(number)
    this.#cancelOf(number)
    if (number === this.chip.dataInterface) this.chip.detach()
  }

  #cancelOf(number: number): void {
    const found = this.chip.descriptors.interfaces.find((it) => it.number === number)
    for (const { address } of found?.endpoints ?? []) {
      const isIn = address & 0x80
      const error = usbErrors.cancelled(isIn ? 'transferIn' : 'transferOut')
      const endpoints = isIn ? this.chip.ins : this.chip.outs
      endpoints.get(address & 0x0f)?.cancel(error)
    }
  }
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
