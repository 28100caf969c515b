/**
 * A bridge of class CDC-ACM (CH343, CH9102 and others): one interface for requests and notifications, one for
 * the bytes. USB CDC 1.2, PSTN 1.2 chapter 6.
 */
import { BridgeChip, nothing, type ChipParts, type ControlReply } from './bridge-chip'
import { bulk, interrupt, type DeviceDescriptors } from './descriptors'
import { InEndpoint } from './in-endpoint'
import { parities } from './frame-format'
import type { SetupPacket } from './setup-packet'

export interface CdcAcmOptions {
  usbVendorId?: number
  usbProductId?: number
}

const packetSize = 64

export class CdcAcm extends BridgeChip {
  readonly descriptors: DeviceDescriptors
  protected readonly bulkInNumber = 2
  #line = new Uint8Array(7)
  #notifications: Uint8Array[] = []
  #cancelBreak: (() => void) | undefined
  #owesEnd = false

  constructor(
    parts: ChipParts,
    { usbVendorId = 0x1a86, usbProductId = 0x55d4 }: CdcAcmOptions = {},
  ) {
    super(parts, { receive: 512, transmit: 512 })
    this.descriptors = descriptorsOf(usbVendorId, usbProductId)
    this.addBulk(2, 2, packetSize)
    this.ins.set(1, new InEndpoint(16, () => this.#notifications.shift()))
    this.powerUp()
  }

  override get dataInterface(): number {
    return 1
  }

  override powerUp(): void {
    super.powerUp()
    this.#line = Uint8Array.of(0x80, 0x25, 0, 0, 0, 0, 8)
    this.#notifications = []
  }

  protected answer(setup: SetupPacket, data: Uint8Array): ControlReply | undefined {
    const { type, request, value, index } = setup
    if (index !== 0) return undefined
    if (type === 0xa1) return request === 0x21 ? this.#line.slice() : undefined
    if (type !== 0x21) return undefined
    if (request === 0x20) return data.length === 7 ? this.#setLine(data) : undefined
    if (request === 0x22) this.setLines((value & 1) !== 0, (value & 2) !== 0)
    else if (request === 0x23) this.#sendBreak(value)
    else return undefined
    return nothing
  }

  /** Each full packet may be followed by an empty one, which takes a transfer of the host as well. */
  protected override get hostTakes(): number {
    return Math.floor(super.hostTakes / 2)
  }

  /** After full packets alone an empty one says that there is no more. */
  protected override packet(maxBytes: number): Uint8Array | undefined {
    const isEnd = this.#owesEnd && !this.moreArrives
    const packet = super.packet(maxBytes) ?? (isEnd ? nothing : undefined)
    if (packet) this.#owesEnd = packet.length === packetSize
    return packet
  }

  protected override inputsChanged(): void {
    const { ringIndicator, dataSetReady, dataCarrierDetect } = this.inputs
    this.#notify(
      Number(dataCarrierDetect) | (Number(dataSetReady) << 1) | (Number(ringIndicator) << 3),
    )
  }

  protected override overran(): void {
    this.#notify(0x40)
  }

  #setLine(data: Uint8Array): ControlReply {
    const rate = new DataView(data.buffer, data.byteOffset).getUint32(0, true)
    const [parity = 0, dataBits = 8] = data.subarray(5)
    if (rate === 0 || dataBits < 5 || dataBits > 8) return 'stall'
    this.#line = data.slice()
    this.format = { dataBits, parity: parities[parity] ?? 'none' }
    this.bridge.setBaudRate(rate)
    return nothing
  }

  /** For so many milliseconds; 0xFFFF until 0 is sent. */
  #sendBreak(ms: number): void {
    this.#cancelBreak?.()
    this.bridge.setBreak(ms > 0)
    if (ms === 0 || ms === 0xffff) return
    this.#cancelBreak = this.clock.after(ms, () => this.bridge.setBreak(false))
  }

  /** SERIAL_STATE. */
  #notify(state: number): void {
    if (this.#notifications.length >= 4) return
    this.#notifications.push(Uint8Array.of(0xa1, 0x20, 0, 0, 0, 0, 2, 0, state, 0))
    this.ins.get(1)?.pump()
  }
}

const descriptorsOf = (vendorId: number, productId: number): DeviceDescriptors => ({
  ...{ bcdUsb: 0x0110, bcdDevice: 0x0443, class: 2, vendorId, productId, controlPacketSize: 64 },
  ...{ manufacturer: 'WCH', product: 'USB Single Serial', serialNumber: '5400000001' },
  interfaces: [
    { number: 0, class: 2, subclass: 2, protocol: 1, endpoints: [interrupt(0x81, 16)] },
    { number: 1, class: 10, subclass: 0, protocol: 0, endpoints: [bulk(0x82, 64), bulk(0x02, 64)] },
  ],
})
