/**
 * FT232, FT2232, FT4232, FT-X of FTDI. After the Linux kernel, drivers/usb/serial/ftdi_sio.c and ftdi_sio.h (6.12).
 * Each packet from the chip begins with two bytes of status.
 */
import type { BridgeDriver, LineSettings, OutputLine, OutputLines, Received } from './driver'
import { ftdiKindOf, hasChannel, hasLatency, rateOf, realRateOf, type FtdiKind } from './ftdi-rate'
import { inputsOf, isTransmitterEmpty, unpackPackets, withLengthBytes } from './ftdi-packets'
import { meantLines } from './lines'
import { firstPipes, packetBytes } from './pipes'
import { Requests } from './requests'
import type { UsbDevice } from './usb-device'

const request = {
  reset: 0,
  modemLines: 1,
  flow: 2,
  rate: 3,
  data: 4,
  modemStatus: 5,
  setLatency: 9,
  getLatency: 10,
} as const

const resetAll = 0
const parityBits = { none: 0x000, odd: 0x100, even: 0x200 } as const
const stopBitsCode = { 1: 0x0000, 2: 0x1000 } as const
const breakBit = 0x4000
const flowCode = { none: 0x0000, hardware: 0x0100 } as const
/** Until a packet that is not full is sent. At power-up 16, for which each short answer would wait. */
const latencyMs = 1

export class FtdiDriver implements BridgeDriver {
  readonly pipes
  readonly claims
  readonly readBytes
  /** The largest, of the FT2232H. */
  readonly fifoBytes = 4096
  readonly #requests: Requests
  #kind: FtdiKind = 'FT232R'
  #settings: LineSettings | undefined

  constructor(private readonly device: UsbDevice) {
    this.pipes = firstPipes(device)
    this.claims = [this.pipes.interfaceNumber]
    // As the kernel: 512 bytes, one packet at high speed.
    this.readBytes = Math.max(512, packetBytes(this.pipes.bulkIn))
    this.#requests = new Requests(device, { requestType: 'vendor', recipient: 'device' })
  }

  async open(settings: LineSettings): Promise<void> {
    this.#kind = ftdiKindOf(this.device, await this.#readsLatency())
    if (hasLatency(this.#kind)) await this.#write(request.setLatency, latencyMs)
    await this.#write(request.reset, resetAll)
    this.#settings = undefined
    await this.configure(settings)
  }

  /** An FT232B may call itself an FT232A, which has no latency timer. */
  async #readsLatency(): Promise<boolean> {
    if (!isFt232aByNumber(this.device)) return false
    return (await this.#requests.tryRead(request.getLatency, 0, 0, 1)) !== undefined
  }

  async configure(settings: LineSettings): Promise<void> {
    const before = this.#settings
    const format = formatOf(settings)
    if (!before || formatOf(before) !== format) await this.#write(request.data, format)
    if (before?.baudRate !== settings.baudRate) await this.#setRate(settings.baudRate)
    if (before?.flowControl !== settings.flowControl) {
      await this.#write(request.flow, 0, flowCode[settings.flowControl])
    }
    this.#settings = settings
  }

  rateOf(baudRate: number): number {
    return realRateOf(baudRate, this.#kind)
  }

  async #setRate(baudRate: number): Promise<void> {
    const { value, above } = rateOf(baudRate, this.#kind)
    await this.#write(request.rate, value, hasChannel(this.#kind) ? above << 8 : above)
  }

  async setLines(lines: OutputLines, changed: readonly OutputLine[]): Promise<void> {
    await this.#write(request.modemLines, meantLines(lines, changed))
  }

  async setBreak(on: boolean): Promise<void> {
    const format = this.#settings ? formatOf(this.#settings) : 8
    await this.#write(request.data, format | (on ? breakBit : 0))
  }

  async inputs(): Promise<SerialInputSignals> {
    return inputsOf(await this.#status())
  }

  unpack(data: Uint8Array): Received {
    const checksParity = this.#settings?.parity !== 'none'
    return unpackPackets(data, packetBytes(this.pipes.bulkIn), checksParity)
  }

  pack(bytes: Uint8Array): Uint8Array {
    if (this.#kind !== 'SIO') return bytes
    return withLengthBytes(bytes, packetBytes(this.pipes.bulkOut))
  }

  async isSent(): Promise<boolean> {
    return isTransmitterEmpty(await this.#status())
  }

  async close(): Promise<void> {}

  #status(): Promise<Uint8Array> {
    return this.#requests.read(request.modemStatus, 0, this.#channel, 2)
  }

  /** Which of a chip's ports is meant; 0 for chips that only have one and do not ask. */
  get #channel(): number {
    return hasChannel(this.#kind) ? this.pipes.interfaceNumber + 1 : 0
  }

  #write(what: number, value: number, above = 0): Promise<void> {
    return this.#requests.write(what, value, above | this.#channel)
  }
}

const isFt232aByNumber = (device: UsbDevice) => ftdiKindOf(device, false) === 'FT232A'

const formatOf = ({ dataBits, stopBits, parity }: LineSettings) =>
  dataBits | parityBits[parity] | stopBitsCode[stopBits]
