/**
 * PL2303 in its generations: line settings as CDC has them, with a divisor for rates that are not in a list, and
 * vendor registers. Read from the other side in Linux, drivers/usb/serial/pl2303.c.
 */
import { BridgeChip, nothing, type ChipParts, type ControlReply } from './bridge-chip'
import { bulk, interrupt, vendorInterface, type DeviceDescriptors } from './descriptors'
import { InEndpoint } from './in-endpoint'
import { parities } from './frame-format'
import { pl2303Rate } from './pl2303-rate'
import type { SetupPacket } from './setup-packet'

export const pl2303Kinds = {
  h: { productId: 0x2303, bcdUsb: 0x0110, bcdDevice: 0x0202, maxRate: 1_228_800 },
  hx: { productId: 0x2303, bcdUsb: 0x0110, bcdDevice: 0x0300, maxRate: 6_000_000 },
  hxd: { productId: 0x2303, bcdUsb: 0x0110, bcdDevice: 0x0400, maxRate: 12_000_000 },
  ta: { productId: 0x2303, bcdUsb: 0x0200, bcdDevice: 0x0300, maxRate: 6_000_000 },
  tb: { productId: 0x2304, bcdUsb: 0x0200, bcdDevice: 0x0500, maxRate: 12_000_000 },
  hxn: { productId: 0x23a3, bcdUsb: 0x0200, bcdDevice: 0x0100, maxRate: 12_000_000 },
} as const
export type Pl2303Kind = keyof typeof pl2303Kinds

export interface Pl2303Options {
  usbVendorId?: number
  usbProductId?: number
}

export class Pl2303 extends BridgeChip {
  readonly descriptors: DeviceDescriptors
  protected readonly bulkInNumber = 3
  #line = new Uint8Array(7)
  #registers = new Map<number, number>()
  #interrupts: Uint8Array[] = []
  #hasOverrun = false

  constructor(
    parts: ChipParts,
    private readonly kind: Pl2303Kind,
    options: Pl2303Options = {},
  ) {
    super(parts, { receive: 256, transmit: 256 })
    this.descriptors = descriptorsOf(kind, options)
    this.addBulk(3, 2, 64)
    this.ins.set(1, new InEndpoint(10, () => this.#interrupts.shift()))
    this.powerUp()
  }

  override powerUp(): void {
    super.powerUp()
    this.#line = Uint8Array.of(0x80, 0x25, 0, 0, 0, 0, 8)
    this.#registers = new Map([[0x0a, 0x1c]])
    this.#interrupts = []
  }

  protected answer(setup: SetupPacket, data: Uint8Array): ControlReply | undefined {
    const { type, request, value, index } = setup
    if (type === 0x21 && index === 0) return this.#classRequest(setup, data)
    if (type === 0xa1 && index === 0) return request === 0x21 ? this.#line.slice() : undefined
    if (type === 0xc0 && request === this.#vendor.read) return this.#read(value)
    // The request of the other generation: how a driver tells them apart.
    if (type === 0xc0 && (request === 0x01 || request === 0x81)) return 'stall'
    return type === 0x40 && request === this.#vendor.write ? this.#write(value, index) : undefined
  }

  protected override get transmits(): boolean {
    return !this.#flowsByRtsCts || this.inputs.clearToSend
  }

  protected override inputsChanged(): void {
    this.#announce()
  }

  protected override overran(): void {
    if (this.#hasOverrun) return
    this.#hasOverrun = true
    this.#announce()
  }

  get #vendor() {
    return this.kind === 'hxn' ? { read: 0x81, write: 0x80 } : { read: 0x01, write: 0x01 }
  }

  get #flowsByRtsCts(): boolean {
    if (this.kind === 'hxn') return (this.#register(0x0a) & 0x1c) === 0x18
    return (this.#register(0) & 0xf0) === (this.kind === 'h' ? 0x40 : 0x60)
  }

  #register(number: number): number {
    return this.#registers.get(number) ?? 0
  }

  #classRequest({ request, value }: SetupPacket, data: Uint8Array): ControlReply | undefined {
    if (request === 0x20) return data.length === 7 ? this.#setLine(data) : undefined
    if (request === 0x22) this.setLines((value & 1) !== 0, (value & 2) !== 0)
    else if (request === 0x23) this.bridge.setBreak(value !== 0)
    else return undefined
    return nothing
  }

  /** Bytes in the transmitter are lost, even by writing the same settings again. */
  #setLine(data: Uint8Array): ControlReply {
    this.#line = data.slice()
    const [parity = 0, dataBits = 8] = data.subarray(5)
    this.format = {
      dataBits: Math.min(8, Math.max(5, dataBits)),
      parity: parities[parity] ?? 'none',
    }
    this.bridge.flushTransmit()
    const rate = pl2303Rate(data, this.kind)
    this.bridge.setBaudRate(rate > pl2303Kinds[this.kind].maxRate ? 9600 : rate)
    return nothing
  }

  /** The older kinds answer at the register + 0x80, and 0x84xx and 0x83xx with bytes that nobody explains. */
  #read(value: number): ControlReply {
    const number = this.kind === 'hxn' ? value : value & 0x7f
    return Uint8Array.of(this.#register(number) & 0xff)
  }

  #write(number: number, value: number): ControlReply {
    this.#registers.set(number, value)
    if (this.kind === 'hxn') {
      if (number === 7) this.#resetPipes((value & 1) !== 0, (value & 2) !== 0)
    } else if (this.kind !== 'h' && value === 0) this.#resetPipes(number === 8, number === 9)
    this.pumpOut()
    return nothing
  }

  #resetPipes(one: boolean, other: boolean): void {
    if (one) this.fifo.clear()
    if (other) this.bridge.flushTransmit()
    this.bridge.roomMade()
  }

  /** Ten bytes, the line status in byte 8. */
  #announce(): void {
    const { clearToSend, dataSetReady, ringIndicator, dataCarrierDetect } = this.inputs
    const lines = Number(dataCarrierDetect) | (Number(dataSetReady) << 1)
    const status = lines | (Number(ringIndicator) << 3) | (Number(clearToSend) << 7)
    const overrun = this.#hasOverrun ? 0x40 : 0
    if (this.#interrupts.length >= 4) return
    this.#interrupts.push(Uint8Array.of(0xa1, 0x20, 0, 0, 0, 0, 2, 0, status | overrun, 0))
    this.#hasOverrun = false
    this.ins.get(1)?.pump()
  }
}

function descriptorsOf(kind: Pl2303Kind, options: Pl2303Options): DeviceDescriptors {
  const { productId, bcdUsb, bcdDevice } = pl2303Kinds[kind]
  return {
    ...{ bcdUsb, bcdDevice, class: kind === 'h' ? 2 : 0 },
    vendorId: options.usbVendorId ?? 0x067b,
    productId: options.usbProductId ?? productId,
    controlPacketSize: kind === 'h' ? 8 : 64,
    ...{ manufacturer: 'Prolific Technology Inc.', product: 'USB-Serial Controller' },
    serialNumber: undefined,
    interfaces: [vendorInterface(0, [interrupt(0x81, 10), bulk(0x02, 64), bulk(0x83, 64)])],
  }
}
