/** PL2303 of Prolific, all generations. After the Linux kernel, drivers/usb/serial/pl2303.c and pl2303.h (6.12). */
import { sameBytes } from '../../bytes/bytes'
import type { BridgeDriver, LineSettings, OutputLines, Received } from './driver'
import { lineCoding, lineRequest, writeBreak, writeLines } from './line-coding'
import { inputSignals } from './lines'
import { firstPipes, packetBytes } from './pipes'
import { pl2303KindOf, type Pl2303Kind } from './pl2303-kind'
import { encodedRate, realRateOf } from './pl2303-rate'
import type { LineErrorName } from './port-errors'
import { Requests } from './requests'
import type { UsbDevice } from './usb-device'

/** Reads of the older kinds are at the register's number and this. */
const readOffset = 0x80
const request = {
  older: { write: 0x01, read: 0x01 },
  hxn: { write: 0x80, read: 0x81 },
} as const

/** At plugging in, for all but HXN: read, or write of a value. What it is for only Prolific knows. */
const startUp: readonly (readonly [register: number, value?: number])[] = [
  [0x8484],
  [0x0404, 0],
  [0x8484],
  [0x8383],
  [0x8484],
  [0x0404, 1],
  [0x8484],
  [0x8383],
  [0, 1],
  [1, 0],
]
const lastStartUp = { register: 2, value: 0x44, valueOfH: 0x24 } as const

/** Empties both pipes. */
const pipes = {
  older: [
    [8, 0],
    [9, 0],
  ],
  hxn: [[7, 3]],
} as const

const flow = {
  h: { register: 0x00, mask: 0xf0, none: 0, hardware: 0x40 },
  older: { register: 0x00, mask: 0xf0, none: 0, hardware: 0x60 },
  hxn: { register: 0x0a, mask: 0x1c, none: 0x1c, hardware: 0x18 },
} as const

/** Message of the interrupt endpoint. */
const status = {
  at: 8,
  dcd: 0x01,
  dsr: 0x02,
  break: 0x04,
  ring: 0x08,
  framing: 0x10,
  parity: 0x20,
  overrun: 0x40,
  cts: 0x80,
} as const
const errorBits = status.break | status.framing | status.parity | status.overrun

export class Pl2303Driver implements BridgeDriver {
  readonly pipes
  readonly claims
  readonly readBytes
  readonly fifoBytes = 256
  readonly #line: Requests
  readonly #vendor: Requests
  #kind: Pl2303Kind = 'HXN'
  #settings: LineSettings | undefined
  #coding: Uint8Array = new Uint8Array()
  #status = 0
  /** Of the message before; belong to what is read next. */
  #errors = 0

  constructor(private readonly device: UsbDevice) {
    this.pipes = firstPipes(device)
    this.claims = [this.pipes.interfaceNumber]
    // One packet: nothing says that an empty one follows a full one, and only a short one ends a longer transfer.
    this.readBytes = packetBytes(this.pipes.bulkIn)
    this.#line = new Requests(device, { requestType: 'class', recipient: 'interface' })
    this.#vendor = new Requests(device, { requestType: 'vendor', recipient: 'device' })
  }

  async open(settings: LineSettings): Promise<void> {
    this.#kind = await pl2303KindOf(this.device)
    if (this.#kind !== 'HXN') await this.#startUp()
    await this.#emptyPipes()
    this.#settings = undefined
    this.#coding = new Uint8Array()
    this.#status = this.#errors = 0
    await this.configure(settings)
  }

  async #startUp(): Promise<void> {
    for (const [register, value] of startUp) {
      if (value === undefined) await this.#read(register)
      else await this.#write(register, value)
    }
    const { register, value, valueOfH } = lastStartUp
    await this.#write(register, this.#kind === 'H' ? valueOfH : value)
  }

  async #emptyPipes(): Promise<void> {
    if (this.#kind === 'H') {
      await this.device.clearHalt('out', this.pipes.bulkOut.endpointNumber)
      await this.device.clearHalt('in', this.pipes.bulkIn.endpointNumber)
      return
    }
    const writes = this.#kind === 'HXN' ? pipes.hxn : pipes.older
    for (const [register, value] of writes) await this.#write(register, value)
  }

  /** Equal settings are not written again: the chip may lose bytes by it. */
  async configure(settings: LineSettings): Promise<void> {
    const before = this.#settings
    const coding = lineCoding(encodedRate(settings.baudRate, this.#kind), settings)
    if (!sameBytes(coding, this.#coding)) {
      await this.#line.write(lineRequest.setLineCoding, 0, this.#index, coding)
      this.#coding = coding
    }
    if (before?.flowControl !== settings.flowControl) await this.#setFlow(settings.flowControl)
    this.#settings = settings
  }

  rateOf(baudRate: number): number {
    return realRateOf(baudRate, this.#kind)
  }

  async #setFlow(control: LineSettings['flowControl']): Promise<void> {
    const { register, mask, ...values } = this.#flow
    const old = await this.#read(this.#kind === 'HXN' ? register : register | readOffset)
    const now = (old & ~mask) | values[control]
    if (now !== old) await this.#write(register, now)
  }

  get #flow() {
    if (this.#kind === 'HXN') return flow.hxn
    return this.#kind === 'H' ? flow.h : flow.older
  }

  setLines(lines: OutputLines): Promise<void> {
    return writeLines(this.#line, this.#index, lines)
  }

  setBreak(on: boolean): Promise<void> {
    return writeBreak(this.#line, this.#index, on)
  }

  /** As the chip told last. */
  async inputs(): Promise<SerialInputSignals> {
    return inputSignals(this.#status, status)
  }

  notice(message: Uint8Array): Received {
    const bits = message[status.at]
    if (bits === undefined) return []
    this.#status = bits
    this.#errors |= bits & errorBits
    return []
  }

  unpack(data: Uint8Array): Received {
    const errors = this.#errors
    this.#errors = 0
    return errors && data.length > 0 ? this.#withErrors(data, errors) : [data]
  }

  /** As on a Linux tty, where framing and parity errors are one, and pass where parity is not checked. */
  #withErrors(data: Uint8Array, errors: number): Received {
    const overrun: LineErrorName[] = errors & status.overrun ? ['BufferOverrunError'] : []
    if (errors & status.break) return [...overrun, ...breakIn(data)]
    const isWrong = (errors & (status.framing | status.parity)) !== 0
    if (isWrong && this.#settings?.parity !== 'none') return [...overrun, 'ParityError']
    return [...overrun, data]
  }

  close(): Promise<void> {
    return this.setBreak(false)
  }

  get #index(): number {
    return this.pipes.interfaceNumber
  }

  async #read(register: number): Promise<number> {
    const { read } = this.#kind === 'HXN' ? request.hxn : request.older
    const [value = 0] = await this.#vendor.read(read, register, 0, 1)
    return value
  }

  async #write(register: number, value: number): Promise<void> {
    const { write } = this.#kind === 'HXN' ? request.hxn : request.older
    await this.#vendor.write(write, register, value)
  }
}

/** A break is read as a byte of 0, which stands for it. */
function breakIn(data: Uint8Array): Received {
  const at = data.indexOf(0)
  if (at < 0) return [data, 'BreakError']
  return [data.subarray(0, at), 'BreakError', data.subarray(at + 1)]
}
