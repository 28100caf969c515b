/**
 * FT232R, FT231X, FT232H and FT2232H (its first channel): divisors with eighths, two status bytes at the start of
 * each IN packet, a latency timer. Read from the other side in Linux, drivers/usb/serial/ftdi_sio.c and ftdi_sio.h.
 */
import { BridgeChip, nothing, type ChipParts, type ControlReply } from './bridge-chip'
import { bulk, vendorInterface, type DeviceDescriptors } from './descriptors'
import { ftdiRate } from './ftdi-rate'
import { parities } from './frame-format'
import { InEndpoint } from './in-endpoint'
import { OutEndpoint } from './out-endpoint'
import type { SetupPacket } from './setup-packet'

export const ftdiKinds = {
  ft232r: { productId: 0x6001, bcdDevice: 0x0600, channels: 0, receive: 256, transmit: 128 },
  ft231x: { productId: 0x6015, bcdDevice: 0x1000, channels: 1, receive: 512, transmit: 512 },
  ft232h: { productId: 0x6014, bcdDevice: 0x0900, channels: 1, receive: 1024, transmit: 1024 },
  ft2232h: { productId: 0x6010, bcdDevice: 0x0700, channels: 2, receive: 4096, transmit: 4096 },
} as const
export type FtdiKind = keyof typeof ftdiKinds

export interface FtdiOptions {
  usbVendorId?: number
  usbProductId?: number
  /** The packet size in the endpoint's descriptor is 0, as on some FT232R; packets have 64 bytes all the same. */
  hasZeroPacketSize?: boolean
}

const statusBytes = 2
const powerUpLatencyMs = 16

export class Ftdi extends BridgeChip {
  readonly descriptors: DeviceDescriptors
  protected readonly bulkInNumber = 1
  readonly #packetSize: number
  readonly #isHighSpeed: boolean
  #latencyMs = powerUpLatencyMs
  #isDue = false
  #cancelTimer: (() => void) | undefined
  #flow = 0
  #hasOverrun = false

  constructor(
    parts: ChipParts,
    private readonly kind: FtdiKind,
    options: FtdiOptions = {},
  ) {
    super(parts, ftdiKinds[kind])
    this.#isHighSpeed = kind === 'ft232h' || kind === 'ft2232h'
    this.#packetSize = this.#isHighSpeed ? 512 : 64
    this.descriptors = descriptorsOf(kind, options, this.#packetSize)
    this.addBulk(1, 2, this.#packetSize)
    if (ftdiKinds[kind].channels === 2) this.#addIdleChannel()
  }

  override powerUp(): void {
    super.powerUp()
    this.#latencyMs = powerUpLatencyMs
    this.#flow = 0
    this.#stopTimer()
  }

  override detach(): void {
    super.detach()
    this.#stopTimer()
  }

  protected answer(setup: SetupPacket, _data: Uint8Array): ControlReply | undefined {
    const { type, request } = setup
    if ((type !== 0x40 && type !== 0xc0) || !this.#isChannel(setup.index)) return undefined
    if (type === 0x40) return this.#set(setup)
    if (request === 5) return this.#status()
    return request === 10 ? Uint8Array.of(this.#latencyMs) : undefined
  }

  protected override get transmits(): boolean {
    if (this.#flow & 1) return this.inputs.clearToSend
    return (this.#flow & 2) === 0 || this.inputs.dataSetReady
  }

  protected override get hostTakes(): number {
    const payload = this.#packetSize - statusBytes
    return Math.floor((this.bulkIn?.wanted ?? 0) / this.#packetSize) * payload
  }

  /** Full packets at once, the rest, also if that is nothing, when the latency timer has run out. */
  protected override packet(): Uint8Array | undefined {
    const payload = this.#packetSize - statusBytes
    if (this.fifo.length < payload && !this.#isDue) return undefined
    this.#stopTimer()
    this.#startTimer()
    return Uint8Array.of(...this.#status(), ...this.fifo.take(payload))
  }

  protected override hostWaits(): void {
    this.#startTimer()
  }

  protected override overran(): void {
    this.#hasOverrun = true
  }

  protected override inputsChanged(): void {
    this.#tick()
  }

  /** The second channel of an FT2232H is not wired. */
  #addIdleChannel(): void {
    this.ins.set(3, new InEndpoint(this.#packetSize, () => undefined))
    const sink = { room: () => Infinity, take: () => undefined, whenRoom: () => false }
    this.outs.set(4, new OutEndpoint(this.#packetSize, sink))
  }

  /** The kinds without channels want 0, the others the number of the interface + 1. */
  #isChannel(index: number): boolean {
    const { channels } = ftdiKinds[this.kind]
    const channel = index & 0xff
    return channels === 0 ? channel <= 1 : channel >= 1 && channel <= channels
  }

  #set(setup: SetupPacket): ControlReply | undefined {
    const { request, value, index } = setup
    if ((index & 0xff) > 1) return request <= 9 ? nothing : undefined
    if (request !== 3 && ftdiKinds[this.kind].channels === 0 && index & 1) return undefined
    if (request === 0) return this.#reset(value)
    if (request === 1) this.#setModem(value)
    else if (request === 2) this.#flow = index >> 8
    else if (request === 3) this.#setRate(value, index)
    else if (request === 4) this.#setData(value)
    else if (request === 9) return this.#setLatency(value)
    else if (request !== 6 && request !== 7) return undefined
    this.pumpOut()
    return nothing
  }

  #reset(value: number): ControlReply | undefined {
    if (value > 2) return undefined
    if (value !== 2) this.fifo.clear()
    if (value !== 1) this.bridge.flushTransmit()
    this.bridge.roomMade()
    if (value !== 0) return nothing
    this.#flow = 0
    this.setLines(false, false)
    return nothing
  }

  /** RTS is ignored while the chip itself moves it. */
  #setModem(value: number): void {
    const movesRts = value & 0x200 && (this.#flow & 1) === 0
    this.setLines(
      value & 0x100 ? (value & 1) !== 0 : this.bridge.dataTerminalReady,
      movesRts ? (value & 2) !== 0 : this.bridge.requestToSend,
    )
  }

  #setRate(value: number, index: number): void {
    const above = ftdiKinds[this.kind].channels === 0 ? index : index >> 8
    this.bridge.setBaudRate(ftdiRate(value + above * 0x10000, this.#isHighSpeed))
  }

  #setData(value: number): void {
    const dataBits = (value & 0xff) === 7 ? 7 : 8
    this.format = { dataBits, parity: parities[(value >> 8) & 7] ?? 'none' }
    this.bridge.setBreak((value & 0x4000) !== 0)
  }

  #setLatency(value: number): ControlReply {
    if (value < 1 || value > 255) return 'stall'
    this.#latencyMs = value
    return nothing
  }

  #status(): Uint8Array {
    const { clearToSend, dataSetReady, ringIndicator, dataCarrierDetect } = this.inputs
    const bits = [clearToSend, dataSetReady, ringIndicator, dataCarrierDetect]
    const lines = bits.reduce((sum, isOn, bit) => sum | (Number(isOn) << (bit + 4)), 0x01)
    const isEmpty = this.bridge.unsentBytes === 0
    const errors = this.#hasOverrun ? 0x02 : 0
    this.#hasOverrun = false
    return Uint8Array.of(lines, (isEmpty ? 0x60 : 0) | errors | Number(this.fifo.length > 0))
  }

  #startTimer(): void {
    this.#cancelTimer ??= this.clock.after(this.#latencyMs, () => this.#tick())
  }

  #stopTimer(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    this.#isDue = false
  }

  #tick(): void {
    this.#stopTimer()
    this.#isDue = true
    this.bulkIn?.pump()
    this.#isDue = false
    if (this.bulkIn?.isWaiting) this.#startTimer()
  }
}

function descriptorsOf(kind: FtdiKind, options: FtdiOptions, size: number): DeviceDescriptors {
  const { productId, bcdDevice, channels } = ftdiKinds[kind]
  const shown = options.hasZeroPacketSize ? 0 : size
  const channel = (number: number) =>
    vendorInterface(number, [bulk(0x81 + 2 * number, shown), bulk(0x02 + 2 * number, shown)])
  return {
    ...{ bcdUsb: 0x0200, bcdDevice, class: 0, controlPacketSize: kind === 'ft232r' ? 8 : 64 },
    vendorId: options.usbVendorId ?? 0x0403,
    productId: options.usbProductId ?? productId,
    ...{ manufacturer: 'FTDI', product: kind.toUpperCase(), serialNumber: 'FT000001' },
    interfaces: channels === 2 ? [channel(0), channel(1)] : [channel(0)],
  }
}
