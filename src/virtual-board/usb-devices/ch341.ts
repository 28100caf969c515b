/**
 * CH340 and CH341: register writes on endpoint 0, packets of 32 bytes. What the registers mean is read from the
 * other side in Linux, drivers/usb/serial/ch341.c; sizes of the buffers are an assumption.
 */
import { BridgeChip, nothing, type ChipParts, type ControlReply } from './bridge-chip'
import { bulk, interrupt, vendorInterface, type DeviceDescriptors } from './descriptors'
import { InEndpoint } from './in-endpoint'
import { parities } from './frame-format'
import type { SetupPacket } from './setup-packet'

export interface Ch341Options {
  usbVendorId?: number
  usbProductId?: number
  /** Answer to request 0x5F; default 0x31. From 0x30 on the chip has line control, from 0x28 on bit 7. */
  version?: number
  /** The kind without break whose prescaler knows fewer values. */
  isLimited?: boolean
}

const register = {
  break: 0x05,
  prescaler: 0x12,
  divisor: 0x13,
  lineControl: 0x18,
  lineControl2: 0x25,
  flow: 0x27,
} as const

/** 0x0f and 0x2c were written by older drivers; what they do is not known. */
const known = new Set([0x00, 0x05, 0x06, 0x07, 0x0f, 0x12, 0x13, 0x18, 0x25, 0x27, 0x2c])

const packetSize = 32

export class Ch341 extends BridgeChip {
  readonly descriptors: DeviceDescriptors
  protected readonly bulkInNumber = 2
  readonly #version: number
  readonly #isLimited: boolean
  #registers = new Map<number, number>()
  #interrupts: Uint8Array[] = []

  constructor(parts: ChipParts, options: Ch341Options = {}) {
    super(parts, { receive: 256, transmit: 128 })
    this.#version = options.version ?? 0x31
    this.#isLimited = options.isLimited ?? false
    const { usbVendorId = 0x1a86, usbProductId = 0x7523 } = options
    this.descriptors = descriptorsOf(usbVendorId, usbProductId)
    this.addBulk(2, 2, packetSize)
    this.ins.set(1, new InEndpoint(8, () => this.#interrupts.shift()))
    this.powerUp()
  }

  override powerUp(): void {
    super.powerUp()
    this.#interrupts = []
    this.#registers = new Map([
      [register.break, 1],
      [register.lineControl, 0xc3],
    ])
  }

  protected answer(setup: SetupPacket, _data: Uint8Array): ControlReply | undefined {
    const { type, request, value, index } = setup
    if (type === 0xc0 && request === 0x5f) return Uint8Array.of(this.#version, 0)
    if (type === 0xc0 && request === 0x95) return this.#read(value)
    if (type !== 0x40) return undefined
    if (request === 0xa1) return nothing
    if (request === 0x9a) return this.#write(value, index)
    if (request !== 0xa4) return undefined
    this.setLines((~value & 0x20) !== 0, (~value & 0x40) !== 0)
    return nothing
  }

  protected override get receives(): boolean {
    return (this.#register(register.lineControl) & 0x80) !== 0
  }

  protected override get transmits(): boolean {
    if ((this.#register(register.lineControl) & 0x40) === 0) return false
    return (this.#register(register.flow) & 1) === 0 || this.inputs.clearToSend
  }

  protected override packet(maxBytes: number): Uint8Array | undefined {
    if (this.fifo.length < packetSize && !this.#handsOverAtOnce) return undefined
    return super.packet(maxBytes)
  }

  protected override inputsChanged(): void {
    if (this.#interrupts.length < 4) {
      this.#interrupts.push(Uint8Array.of(8, 0, this.#modemStatus, 0, 0, 0, 0, 0))
    }
    this.ins.get(1)?.pump()
  }

  /** Bit 7 of the prescaler; at least one device of version 0x27 has it inverted. */
  get #handsOverAtOnce(): boolean {
    const isSet = (this.#register(register.prescaler) & 0x80) !== 0
    return this.#version < 0x27 || isSet === this.#version > 0x27
  }

  get #modemStatus(): number {
    const { clearToSend, dataSetReady, ringIndicator, dataCarrierDetect } = this.inputs
    const bits = [clearToSend, dataSetReady, ringIndicator, dataCarrierDetect]
    return 0xff & ~bits.reduce((sum, isOn, bit) => sum | (Number(isOn) << bit), 0)
  }

  #register(number: number): number {
    return this.#registers.get(number) ?? 0
  }

  #read(value: number): ControlReply | undefined {
    const numbers = [value & 0xff, value >> 8]
    if (!numbers.every((number) => known.has(number))) return undefined
    if (this.#isLimited && numbers.includes(register.break)) return 'stall'
    return Uint8Array.from(numbers, (number) =>
      number === 0x06 ? this.#modemStatus : number === 0x07 ? 0xee : this.#register(number),
    )
  }

  #write(value: number, index: number): ControlReply | undefined {
    const numbers = [value & 0xff, value >> 8]
    if (!numbers.every((number) => known.has(number))) return undefined
    if (this.#isLimited && numbers.includes(register.break)) return 'stall'
    numbers.forEach((number, i) => this.#registers.set(number, (index >> (8 * i)) & 0xff))
    if (numbers.includes(register.divisor)) this.#applyRate()
    if (numbers.includes(register.lineControl)) this.#applyLineControl()
    if (numbers.includes(register.break)) this.#applyBreak()
    this.bulkIn?.pump()
    this.pumpOut()
    return nothing
  }

  /** Bytes in the transmitter are lost, even by writing the same values again. */
  #applyRate(): void {
    this.bridge.flushTransmit()
    const [prescaler, divisor] = [register.prescaler, register.divisor]
    const word = this.#register(prescaler) | (this.#register(divisor) << 8)
    this.bridge.setBaudRate(ch341Rate(word, this.#isLimited))
  }

  /** Before version 0x30 there is no such register. */
  #applyLineControl(): void {
    if (this.#version < 0x30) return void this.#registers.set(register.lineControl, 0xc3)
    const bits = this.#register(register.lineControl)
    const isMarkOrSpace = (bits & 0x20) !== 0
    const code = bits & 0x08 ? 1 + ((bits & 0x10) >> 4) + (isMarkOrSpace ? 2 : 0) : 0
    this.format = { dataBits: 5 + (bits & 3), parity: parities[code] ?? 'none' }
  }

  #applyBreak(): void {
    this.bridge.setBreak((this.#register(register.break) & 1) === 0)
  }
}

/**
 * The rate in baud of prescaler (low byte) and divisor (high byte): 48 MHz / (2^(12 − 3·ps − fact) · div), from
 * ch341.c. The limited kind has fact only with the highest ps.
 */
export function ch341Rate(word: number, isLimited: boolean): number {
  const ps = word & 3
  const fact = word & 4 && !(isLimited && ps < 3) ? 1 : 0
  const div = Math.max(0x100 - (word >> 8), fact ? 9 : 2)
  return 48_000_000 / (2 ** (12 - 3 * ps - fact) * div)
}

const descriptorsOf = (vendorId: number, productId: number): DeviceDescriptors => ({
  ...{ bcdUsb: 0x0110, bcdDevice: 0x0264, class: 0xff, vendorId, productId, controlPacketSize: 8 },
  ...{ manufacturer: 'QinHeng Electronics', product: 'USB Serial', serialNumber: undefined },
  interfaces: [vendorInterface(0, [bulk(0x82, 32), bulk(0x02, 32), interrupt(0x81, 8)])],
})
