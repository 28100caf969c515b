/**
 * USB's own class for serial ports: CH343, CH9102 and their like, and chips with USB inside. Universal Serial Bus
 * Class Definitions for Communication Devices 1.2 and its PSTN subclass 1.2; drivers/usb/class/cdc-acm.c of the
 * Linux kernel (6.12). The class cannot say whether everything was sent, and has no flow control and no CTS.
 */
import {
  NotSupported,
  type BridgeDriver,
  type LineSettings,
  type OutputLines,
  type Received,
} from './driver'
import { lineCoding, lineRequest, rateBytes, writeBreak, writeLines } from './line-coding'
import { sameBytes } from '../../bytes/bytes'
import { inputSignals } from './lines'
import { configurationOf, packetBytes, pipesOf } from './pipes'
import type { LineErrorName } from './port-errors'
import { Requests } from './requests'
import type { UsbDevice, UsbEndpoint, UsbInterface } from './usb-device'

export const communicationsClass = { class: 2, abstractControl: 2 } as const
const dataClass = 10

/** Message of the interrupt endpoint: a request's header of eight bytes and its data. */
const serialState = {
  requestType: 0xa1,
  notification: 0x20,
  at: 8,
  break: 0x04,
  framing: 0x10,
  parity: 0x20,
  overrun: 0x40,
} as const
const inputBits = { dcd: 0x01, dsr: 0x02, ring: 0x08, cts: 0 } as const

export class CdcAcmDriver implements BridgeDriver {
  readonly pipes
  readonly claims
  readonly readBytes
  readonly fifoBytes = 1024
  readonly #requests: Requests
  readonly #controlInterface: number
  #coding: Uint8Array = new Uint8Array()
  #status = 0
  #checksParity = false

  constructor(device: UsbDevice) {
    const { control, data, interruptIn } = interfacesOf(device)
    this.#controlInterface = control.interfaceNumber
    this.pipes = { ...data, interruptIn }
    this.claims = [...new Set([control.interfaceNumber, data.interfaceNumber])]
    // One packet: not every device says with an empty one that nothing follows.
    this.readBytes = packetBytes(data.bulkIn)
    this.#requests = new Requests(device, { requestType: 'class', recipient: 'interface' })
  }

  async open(settings: LineSettings): Promise<void> {
    this.#coding = new Uint8Array()
    this.#status = 0
    await this.configure(settings)
  }

  async configure(settings: LineSettings): Promise<void> {
    if (settings.flowControl !== 'none') {
      throw new NotSupported('Serial ports of the class CDC-ACM have no flow control.')
    }
    this.#checksParity = settings.parity !== 'none'
    const coding = lineCoding(rateBytes(settings.baudRate), settings)
    if (sameBytes(coding, this.#coding)) return
    await this.#requests.write(lineRequest.setLineCoding, 0, this.#controlInterface, coding)
    this.#coding = coding
  }

  setLines(lines: OutputLines): Promise<void> {
    return writeLines(this.#requests, this.#controlInterface, lines)
  }

  setBreak(on: boolean): Promise<void> {
    return writeBreak(this.#requests, this.#controlInterface, on)
  }

  /** As the device told last. */
  async inputs(): Promise<SerialInputSignals> {
    return inputSignals(this.#status, inputBits)
  }

  /** Errors are events, whose place among the bytes nobody knows. */
  notice(message: Uint8Array): Received {
    const { requestType, notification, at } = serialState
    const bits = message[at]
    if (message[0] !== requestType || message[1] !== notification || bits === undefined) return []
    this.#status = bits
    const errors: LineErrorName[] = []
    if (bits & serialState.break) errors.push('BreakError')
    const isWrong = (bits & (serialState.framing | serialState.parity)) !== 0
    if (isWrong && this.#checksParity) errors.push('ParityError')
    if (bits & serialState.overrun) errors.push('BufferOverrunError')
    return errors
  }

  unpack(data: Uint8Array): readonly Uint8Array[] {
    return [data]
  }

  async close(): Promise<void> {}
}

/** From the descriptors alone. */
export const isCdcAcm = (device: UsbDevice): boolean =>
  (device.configuration ?? device.configurations[0])?.interfaces.some(isControl) ?? false

/** The control interface, and the data interface that follows it; some devices have both in one. */
function interfacesOf(device: UsbDevice) {
  const { interfaces } = configurationOf(device)
  const control = interfaces.find(isControl)
  const data = interfaces
    .filter((one) => one === control || alternateOf(one).interfaceClass === dataClass)
    .map(pipesOf)
    .find((pipes) => pipes !== undefined)
  if (!control || !data)
    throw new NotSupported('The device has no serial port of the class CDC-ACM.')
  const interruptIn = alternateOf(control).endpoints.find(isInterruptIn)
  return { control, data, interruptIn }
}

const alternateOf = ({ alternate, alternates }: UsbInterface) => alternate ?? alternates[0]

const isControl = (one: UsbInterface) => {
  const { interfaceClass, interfaceSubclass } = alternateOf(one)
  const { class: communications, abstractControl } = communicationsClass
  return interfaceClass === communications && interfaceSubclass === abstractControl
}

const isInterruptIn = ({ type, direction }: UsbEndpoint) =>
  type === 'interrupt' && direction === 'in'
