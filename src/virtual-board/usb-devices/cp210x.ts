/**
 * CP2102, CP2103, CP2104 and CP2102N: requests to the interface, the rate as a number. What they mean is read
 * from the other side in Linux, drivers/usb/serial/cp210x.c, and Silicon Labs' AN205 (bands of rates).
 */
import { BridgeChip, nothing, type ChipParts, type ControlReply } from './bridge-chip'
import { cp210xRate } from './cp210x-rate'
import { bulk, vendorInterface, type DeviceDescriptors } from './descriptors'
import { parities } from './frame-format'
import type { SetupPacket } from './setup-packet'

export const cp210xKinds = {
  cp2102: { part: 2, receive: 576, transmit: 640, isDivided: false, maxRate: 1_000_000 },
  cp2103: { part: 3, receive: 576, transmit: 640, isDivided: false, maxRate: 1_000_000 },
  cp2104: { part: 4, receive: 576, transmit: 576, isDivided: true, maxRate: 2_000_000 },
  cp2102n: { part: 0x20, receive: 512, transmit: 512, isDivided: true, maxRate: 3_000_000 },
} as const
export type Cp210xKind = keyof typeof cp210xKinds

export interface Cp210xOptions {
  usbVendorId?: number
  usbProductId?: number
  /** Firmware of a CP2102N, three numbers; default 1.0.8. Up to 1.0.4 it has erratum E104. */
  firmware?: [number, number, number]
}

const escape = 0xec

export class Cp210x extends BridgeChip {
  readonly descriptors: DeviceDescriptors
  protected readonly bulkInNumber = 1
  #isEnabled = false
  #lineControl = 0x0800
  #usesEvents = false
  /** Handshake, replace, XON limit, XOFF limit. */
  #flow = [0, 0, 128, 128]

  constructor(
    parts: ChipParts,
    private readonly kind: Cp210xKind,
    private readonly options: Cp210xOptions = {},
  ) {
    super(parts, cp210xKinds[kind])
    const { usbVendorId = 0x10c4, usbProductId = 0xea60 } = options
    this.descriptors = descriptorsOf(kind, usbVendorId, usbProductId)
    this.addBulk(1, 1, 64)
  }

  override powerUp(): void {
    super.powerUp()
    this.#isEnabled = this.#usesEvents = false
    this.#lineControl = 0x0800
    this.#flow = [0, 0, 128, 128]
  }

  protected answer(setup: SetupPacket, data: Uint8Array): ControlReply | undefined {
    if (setup.type === 0xc0 && setup.request === 0xff) return this.#vendorRead(setup.value)
    if (setup.index !== 0) return undefined
    if (setup.type === 0xc1) return this.#get(setup.request)
    return setup.type === 0x41 ? this.#set(setup, data) : undefined
  }

  protected override get receives(): boolean {
    return this.#isEnabled
  }

  protected override get transmits(): boolean {
    const [handshake = 0] = this.#flow
    return this.#isEnabled && ((handshake & 0x08) === 0 || this.inputs.clearToSend)
  }

  protected override stored(bytes: Uint8Array): Uint8Array {
    if (!this.#usesEvents || !bytes.includes(escape)) return bytes
    return Uint8Array.from([...bytes].flatMap((byte) => (byte === escape ? [byte, 0] : [byte])))
  }

  #vendorRead(value: number): ControlReply | undefined {
    if (value === 0x370b) return Uint8Array.of(cp210xKinds[this.kind].part)
    if (value !== 0x10) return undefined
    return this.kind === 'cp2102n' ? Uint8Array.from(this.#firmware) : 'stall'
  }

  get #firmware(): [number, number, number] {
    return this.options.firmware ?? [1, 0, 8]
  }

  #get(request: number): ControlReply | undefined {
    if (request === 0x04) return words16(this.#lineControl)
    if (request === 0x08) return Uint8Array.of(this.#modemStatus)
    if (request === 0x10) return this.#status()
    if (request === 0x14) return words32(...this.#flow)
    return request === 0x1d ? words32(Math.round(this.bridge.baudRate)) : undefined
  }

  #set({ request, value, length }: SetupPacket, data: Uint8Array): ControlReply | undefined {
    const wanted = { 0x13: 16, 0x19: 6, 0x1e: 4 }[request] ?? 0
    if (length !== wanted || data.length !== wanted) return undefined
    if (request === 0x00) this.#enable(value)
    else if (request === 0x01) this.#setRate(value === 0 ? 0 : 3_686_400 / value)
    else if (request === 0x03) this.#setLineControl(value)
    else if (request === 0x05) this.bridge.setBreak(value === 1)
    else if (request === 0x07) this.#setModem(value)
    else if (request === 0x12) this.#purge(value)
    else if (request === 0x13) this.#setFlow(data)
    else if (request === 0x15) this.#usesEvents = value === escape
    else if (request === 0x1e) this.#setRate(word32(data, 0))
    else if (request !== 0x19) return undefined
    this.pumpOut()
    return nothing
  }

  #enable(value: number): void {
    this.#isEnabled = value === 1
    if (!this.#isEnabled) this.#usesEvents = false
  }

  #setRate(requested: number): void {
    const { isDivided, maxRate } = cp210xKinds[this.kind]
    this.bridge.setBaudRate(cp210xRate(Math.min(requested, maxRate), isDivided))
  }

  #setLineControl(value: number): void {
    this.#lineControl = value
    const parity = parities[(value >> 4) & 0xf] ?? 'none'
    this.format = { dataBits: Math.min(8, Math.max(5, value >> 8)), parity }
  }

  /** A line whose "is meant" bit is not set keeps its level; RTS does, too, while the chip moves it by itself. */
  #setModem(value: number): void {
    const [handshake = 0, replace = 0] = this.#flow
    const { dataTerminalReady, requestToSend } = this.bridge
    const movesDtr = value & 0x100 && (handshake & 3) !== 2
    const movesRts = value & 0x200 && (replace & 0xc0) !== 0x80
    this.setLines(
      movesDtr ? (value & 1) !== 0 : dataTerminalReady,
      movesRts ? (value & 2) !== 0 : requestToSend,
    )
    const dtr = Number(this.bridge.dataTerminalReady)
    if (movesDtr) this.#flow[0] = (handshake & ~3) | dtr
    if (movesRts) this.#flow[1] = (replace & ~0xc0) | (this.bridge.requestToSend ? 0x40 : 0)
  }

  get #modemStatus(): number {
    const { clearToSend, dataSetReady, ringIndicator, dataCarrierDetect } = this.inputs
    const { dataTerminalReady, requestToSend } = this.bridge
    const low = [dataTerminalReady, requestToSend, false, false]
    const bits = [...low, clearToSend, dataSetReady, ringIndicator, dataCarrierDetect]
    return bits.reduce((sum, isOn, bit) => sum | (Number(isOn) << bit), 0)
  }

  /** 19 bytes: errors, reasons to hold, bytes received, bytes to send, three flags. */
  #status(): Uint8Array {
    const counts = words32(0, 0, this.fifo.length, this.bridge.unsentBytes)
    return Uint8Array.of(...counts, 0, 0, 0)
  }

  #purge(value: number): void {
    if (value & 0b1010) this.fifo.clear()
    if (value & 0b0101) this.bridge.flushTransmit()
    this.bridge.roomMade()
  }

  /** E104: old firmware of the CP2102N reads the XON limit where "replace" should be. */
  #setFlow(data: Uint8Array): void {
    const flow = [0, 4, 8, 12].map((at) => word32(data, at))
    if (this.#hasErratumE104) flow[1] = flow[2] ?? 0
    this.#flow = flow
    const [handshake = 0, replace = 0] = flow
    const { dataTerminalReady, requestToSend } = this.bridge
    const dtr = (handshake & 3) === 2 ? dataTerminalReady : (handshake & 3) === 1
    const rts = (replace & 0xc0) === 0x80 ? requestToSend : (replace & 0xc0) === 0x40
    if (dtr !== dataTerminalReady || rts !== requestToSend) this.setLines(dtr, rts)
  }

  get #hasErratumE104(): boolean {
    const [major, minor, patch] = this.#firmware
    return this.kind === 'cp2102n' && (major << 16) + (minor << 8) + patch <= 0x010004
  }
}

const words16 = (word: number) => Uint8Array.of(word & 0xff, word >> 8)

const words32 = (...words: number[]) => new Uint8Array(Uint32Array.from(words).buffer)

const word32 = (data: Uint8Array, at: number) =>
  new DataView(data.buffer, data.byteOffset).getUint32(at, true)

const descriptorsOf = (
  kind: Cp210xKind,
  vendorId: number,
  productId: number,
): DeviceDescriptors => ({
  ...{ bcdUsb: kind === 'cp2102' ? 0x0110 : 0x0200, bcdDevice: 0x0100, class: 0 },
  ...{ vendorId, productId, controlPacketSize: 64, manufacturer: 'Silicon Labs' },
  ...{ product: `${kind.toUpperCase()} USB to UART Bridge Controller`, serialNumber: '0001' },
  interfaces: [vendorInterface(0, [bulk(0x81, 64), bulk(0x01, 64)])],
})
