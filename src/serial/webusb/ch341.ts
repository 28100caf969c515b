/**
 * CH340 and CH341 of WCH. After the Linux kernel, drivers/usb/serial/ch341.c (6.12), and for flow control its later
 * versions. The chip reports no errors of the line and cannot say whether it has sent everything.
 */
import { delay } from '../../async/deadline'
import { NotSupported, type BridgeDriver, type LineSettings, type OutputLines } from './driver'
import { lineControlOf, minRate, rateValueOf, realRateOf } from './ch341-rate'
import { inputSignals } from './lines'
import { firstPipes, packetBytes } from './pipes'
import { Requests } from './requests'
import type { UsbDevice } from './usb-device'

const request = {
  readVersion: 0x5f,
  serialInit: 0xa1,
  modemControl: 0xa4,
  readRegisters: 0x95,
  writeRegisters: 0x9a,
} as const

/** Two registers at once, the one in the low byte first. */
const registers = {
  break: 0x0005,
  /** Break, and the line control with the transmitter's bit. */
  breakAndLine: 0x1805,
  modemStatus: 0x0706,
  prescalerAndDivisor: 0x1312,
  lineControl: 0x2518,
  flowControl: 0x2727,
} as const

const line = { dtr: 0x20, rts: 0x40 } as const
const input = { cts: 0x01, dsr: 0x02, ring: 0x04, dcd: 0x08 } as const
/** A break: both are cleared. */
const noBreak = { register05: 0x01, transmitter: 0x40 } as const
const rtsCts = 0x0101

/** First version whose line control may be written. */
const versionWithLineControl = 0x30
/** A start bit, eight bits and a stop bit, and one more to be sure. */
const breakBits = 11

export class Ch341Driver implements BridgeDriver {
  readonly pipes
  readonly claims
  readonly readBytes
  /** Of the CH340; nothing says that others have more. */
  readonly fifoBytes = 128
  #requests: Requests
  #version = 0
  /** Has no break and only the largest prescaler for most rates. */
  #isLimited = false
  #settings: LineSettings | undefined
  #breakEnds = 0

  constructor(private readonly device: UsbDevice) {
    this.pipes = firstPipes(device)
    this.claims = [this.pipes.interfaceNumber]
    // One packet: a full one does not end a longer transfer, and the chip adds no empty one.
    this.readBytes = packetBytes(this.pipes.bulkIn)
    this.#requests = new Requests(device, { requestType: 'vendor', recipient: 'device' })
  }

  async open(settings: LineSettings): Promise<void> {
    const [version = 0] = await this.#requests.read(request.readVersion, 0, 0, 2)
    this.#version = version
    await this.#requests.write(request.serialInit, 0, 0)
    const probe = await this.#requests.tryRead(request.readRegisters, registers.break, 0, 2)
    this.#isLimited = probe === undefined
    this.#settings = undefined
    await this.configure(settings)
  }

  /** Equal settings are not written again: the chip may lose bytes by it. */
  async configure(settings: LineSettings): Promise<void> {
    const before = this.#settings
    if (this.#version < versionWithLineControl && !isUsual(settings)) {
      throw new NotSupported('This CH340 can only do eight data bits, no parity, one stop bit.')
    }
    if (before?.baudRate !== settings.baudRate) await this.#setRate(settings.baudRate)
    if (!before || lineControlOf(before) !== lineControlOf(settings))
      await this.#setFormat(settings)
    await this.#setFlowControl(before?.flowControl ?? 'none', settings.flowControl)
    this.#settings = settings
  }

  async #setRate(baudRate: number): Promise<void> {
    const value = rateValueOf(baudRate, { version: this.#version, isLimited: this.#isLimited })
    await this.#write(registers.prescalerAndDivisor, value)
  }

  rateOf(baudRate: number): number {
    return realRateOf(baudRate, { isLimited: this.#isLimited })
  }

  async #setFormat(settings: LineSettings): Promise<void> {
    if (this.#version < versionWithLineControl) return
    await this.#write(registers.lineControl, lineControlOf(settings))
  }

  async #setFlowControl(before: string, now: string): Promise<void> {
    if (before !== now) await this.#write(registers.flowControl, now === 'hardware' ? rtsCts : 0)
  }

  /** Both lines are in each request, inverted. */
  async setLines({ dtr, rts }: OutputLines): Promise<void> {
    const bits = (dtr ? line.dtr : 0) | (rts ? line.rts : 0)
    await this.#requests.write(request.modemControl, ~bits & 0xffff, 0)
  }

  async setBreak(on: boolean): Promise<void> {
    if (this.#isLimited) return on ? this.#beginLongZero() : this.#endLongZero()
    const [first = 0, second = 0] = await this.#requests.read(
      request.readRegisters,
      registers.breakAndLine,
      0,
      2,
    )
    const register05 = on ? first & ~noBreak.register05 : first | noBreak.register05
    const register18 = on ? second & ~noBreak.transmitter : second | noBreak.transmitter
    await this.#write(registers.breakAndLine, (register18 << 8) | register05)
  }

  /** As the kernel does for chips without a break: a zero byte at the slowest rate holds the line low. */
  async #beginLongZero(): Promise<void> {
    await this.#setRate(minRate)
    this.#breakEnds = Date.now() + (breakBits * 1000) / minRate
    await this.device.transferOut(this.pipes.bulkOut.endpointNumber, new Uint8Array(1))
  }

  async #endLongZero(): Promise<void> {
    await delay(Math.max(0, this.#breakEnds - Date.now()))
    if (this.#settings) await this.#setRate(this.#settings.baudRate)
  }

  async inputs(): Promise<SerialInputSignals> {
    const [inverted = 0xff] = await this.#requests.read(
      request.readRegisters,
      registers.modemStatus,
      0,
      2,
    )
    return inputSignals(~inverted, input)
  }

  unpack(data: Uint8Array): readonly Uint8Array[] {
    return [data]
  }

  async close(): Promise<void> {}

  async #write(pair: number, values: number): Promise<void> {
    await this.#requests.write(request.writeRegisters, pair, values)
  }
}

const isUsual = ({ dataBits, stopBits, parity }: LineSettings) =>
  dataBits === 8 && stopBits === 1 && parity === 'none'
