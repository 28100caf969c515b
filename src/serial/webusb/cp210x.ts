/** CP210x of Silicon Labs. After the Linux kernel, drivers/usb/serial/cp210x.c (6.12), and application note AN571. */
import {
  NotSupported,
  type BridgeDriver,
  type LineSettings,
  type OutputLine,
  type OutputLines,
} from './driver'
import { EventEscapes } from './cp210x-events'
import { part, sentRateOf, type Cp210xPart } from './cp210x-rate'
import { inputSignals, meantLines } from './lines'
import { firstPipes, packetBytes } from './pipes'
import { Requests } from './requests'
import type { UsbDevice } from './usb-device'

/** To the interface; those of `vendor` to the device. */
const request = {
  enable: 0x00,
  lineControl: 0x03,
  break: 0x05,
  modemLines: 0x07,
  modemStatus: 0x08,
  purge: 0x12,
  setFlow: 0x13,
  getFlow: 0x14,
  eventMode: 0x15,
  setRate: 0x1e,
  vendor: 0xff,
} as const

const vendorValue = { partNumber: 0x370b, firmwareOfCp2102n: 0x0010 } as const

const status = { cts: 0x10, dsr: 0x20, ring: 0x40, dcd: 0x80 } as const
const parityBits = { none: 0x00, odd: 0x10, even: 0x20 } as const
const stopBitsCode = { 1: 0, 2: 2 } as const
const purgeAll = 0x000f
/** Marks events in the stream; any byte would do, the kernel takes this one. */
const eventEscape = 0xec

/** Words of the flow control block, as offsets in bytes, and their bits. */
const flow = {
  sizeBytes: 16,
  handshake: { at: 0, dtrMask: 0x03, cts: 0x08, othersMask: 0x70 },
  replace: { at: 4, rtsMask: 0xc0, rtsAutomatic: 0x80, xonXoffMask: 0x03 },
} as const

/** "Communication status": how many bytes are still to be sent. */
const unsent = { request: 0x10, at: 12, answerBytes: 19 } as const

/** Up to this firmware a CP2102N reads the flow control block wrongly (erratum E104). */
const lastFaultyFirmware = 0x010004

export class Cp210xDriver implements BridgeDriver {
  readonly pipes
  readonly claims
  readonly readBytes
  readonly fifoBytes = 640
  readonly #ofInterface: Requests
  readonly #ofDevice: Requests
  #part: Cp210xPart = part.unknown
  #isFlowFaulty = false
  #settings: LineSettings | undefined
  #events: EventEscapes | undefined

  constructor(device: UsbDevice) {
    this.pipes = firstPipes(device)
    this.claims = [this.pipes.interfaceNumber]
    // One packet: nothing says that an empty one follows a full one, and only a short one ends a longer transfer.
    this.readBytes = packetBytes(this.pipes.bulkIn)
    this.#ofInterface = new Requests(device, { requestType: 'vendor', recipient: 'interface' })
    this.#ofDevice = new Requests(device, { requestType: 'vendor', recipient: 'device' })
  }

  async open(settings: LineSettings): Promise<void> {
    await this.#identify()
    await this.#write(request.enable, 1)
    this.#settings = this.#events = undefined
    await this.configure(settings)
  }

  async #identify(): Promise<void> {
    const [number] = (await this.#ask(vendorValue.partNumber, 1)) ?? []
    this.#part = number ?? part.unknown
    if (!part.cp2102n.includes(this.#part)) return
    const firmware = await this.#ask(vendorValue.firmwareOfCp2102n, 3)
    const [major = 0, minor = 0, build = 0] = firmware ?? []
    this.#isFlowFaulty = ((major << 16) | (minor << 8) | build) <= lastFaultyFirmware
  }

  async configure(settings: LineSettings): Promise<void> {
    const before = this.#settings
    this.#check(settings)
    if (before?.baudRate !== settings.baudRate) await this.#setRate(settings.baudRate)
    const control = lineControlOf(settings)
    if (!before || lineControlOf(before) !== control)
      await this.#write(request.lineControl, control)
    if (before?.flowControl !== settings.flowControl) await this.#setFlow(settings.flowControl)
    await this.#setEventMode(settings.parity !== 'none')
    this.#settings = settings
  }

  #check({ dataBits, stopBits, flowControl }: LineSettings): void {
    if (this.#part === part.cp2101 && (dataBits !== 8 || stopBits !== 1)) {
      throw new NotSupported('A CP2101 can only do eight data bits and one stop bit.')
    }
    if (this.#isFlowFaulty && flowControl !== 'none') {
      throw new NotSupported('This firmware of the CP2102N has no working flow control.')
    }
  }

  rateOf(baudRate: number): number {
    return sentRateOf(baudRate, this.#part, this.pipes.interfaceNumber)
  }

  async #setRate(baudRate: number): Promise<void> {
    const data = new Uint8Array(4)
    new DataView(data.buffer).setUint32(0, this.rateOf(baudRate), true)
    await this.#write(request.setRate, 0, data)
  }

  /** Read, changed and written; with RTS left to the chip, request 0x07 would not reach it. */
  async #setFlow(control: LineSettings['flowControl']): Promise<void> {
    if (this.#isFlowFaulty) return
    const block = await this.#ofInterface.read(request.getFlow, 0, this.#index, flow.sizeBytes)
    const data = Uint8Array.from(block)
    const view = new DataView(data.buffer)
    const { handshake, replace } = flow
    const cts = control === 'hardware' ? handshake.cts : 0
    const kept = ~(handshake.dtrMask | handshake.cts | handshake.othersMask)
    view.setUint32(handshake.at, (view.getUint32(handshake.at, true) & kept) | cts, true)
    const rts = control === 'hardware' ? replace.rtsAutomatic : 0
    const rest = ~(replace.rtsMask | replace.xonXoffMask)
    view.setUint32(replace.at, (view.getUint32(replace.at, true) & rest) | rts, true)
    await this.#write(request.setFlow, 0, data)
  }

  /** Errors of the line come as escapes in the stream; only asked for where parity is checked. */
  async #setEventMode(on: boolean): Promise<void> {
    if (on === (this.#events !== undefined)) return
    if (on && !(await this.#hasEvents())) return
    await this.#write(request.eventMode, on ? eventEscape : 0)
    this.#events = on ? new EventEscapes(eventEscape) : undefined
  }

  /** Some chips that call themselves CP2102 have none: they answer one byte when asked for two. */
  async #hasEvents(): Promise<boolean> {
    if (this.#part !== part.cp2102) return true
    const answer = await this.#ask(vendorValue.partNumber, 2, 1)
    return answer?.length !== 1
  }

  async setLines(lines: OutputLines, changed: readonly OutputLine[]): Promise<void> {
    await this.#write(request.modemLines, meantLines(lines, changed))
  }

  async setBreak(on: boolean): Promise<void> {
    await this.#write(request.break, on ? 1 : 0)
  }

  async inputs(): Promise<SerialInputSignals> {
    const [bits = 0] = await this.#ofInterface.read(request.modemStatus, 0, this.#index, 1)
    return inputSignals(bits, status)
  }

  unpack(data: Uint8Array) {
    return this.#events?.unpack(data) ?? [data]
  }

  async isSent(): Promise<boolean | undefined> {
    const { request: what, at, answerBytes } = unsent
    const answer = await this.#ofInterface.tryRead(what, 0, this.#index, answerBytes)
    return answer && new DataView(answer.buffer, answer.byteOffset).getUint32(at, true) === 0
  }

  /** A CP2108 may hang without the purge. */
  async close(): Promise<void> {
    await this.#write(request.purge, purgeAll)
    await this.#write(request.enable, 0)
  }

  get #index(): number {
    return this.pipes.interfaceNumber
  }

  #ask(value: number, length: number, least = length): Promise<Uint8Array | undefined> {
    return this.#ofDevice.tryRead(request.vendor, value, this.#index, length, least)
  }

  #write(what: number, value: number, data?: Uint8Array): Promise<void> {
    return this.#ofInterface.write(what, value, this.#index, data)
  }
}

const lineControlOf = ({ dataBits, stopBits, parity }: LineSettings) =>
  (dataBits << 8) | parityBits[parity] | stopBitsCode[stopBits]
