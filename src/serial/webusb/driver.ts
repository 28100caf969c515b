/**
 * What the port needs from the driver of one chip. A driver knows the chip's requests and what its packets look
 * like; streams, buffers, states and transfers are the port's.
 */
import type { LineErrorName } from './port-errors'
import type { UsbDevice, UsbEndpoint } from './usb-device'

export interface LineSettings {
  /** In baud, 1 or more. A rate that the chip cannot do becomes the nearest that it can, as in Linux. */
  baudRate: number
  dataBits: 7 | 8
  stopBits: 1 | 2
  parity: 'none' | 'even' | 'odd'
  flowControl: 'none' | 'hardware'
}

/** True: asserted, which is the low level on the wire. */
export interface OutputLines {
  dtr: boolean
  rts: boolean
}
export type OutputLine = keyof OutputLines

/** What one transfer or status message contains, in its order. */
export type Received = readonly (Uint8Array | LineErrorName)[]

/** Where the bytes go and come from. */
export interface Pipes {
  readonly interfaceNumber: number
  readonly bulkIn: UsbEndpoint
  readonly bulkOut: UsbEndpoint
  readonly interruptIn?: UsbEndpoint
}

export interface BridgeDriver {
  /** Interfaces that have to be claimed, in this order. */
  readonly claims: readonly number[]
  readonly pipes: Pipes
  /** Bytes to ask for in one transfer, a multiple of the packet size. */
  readonly readBytes: number
  /** The most that the chip itself may hold of what it was given to send, in bytes. */
  readonly fifoBytes: number

  /**
   * Finds out what chip it is and brings it to `settings`. DTR and RTS are set right after this.
   * @throws NotSupported for what the chip cannot do
   */
  open(settings: LineSettings): Promise<void>
  /** Changes the settings of a chip that is open; does nothing if they are the same. */
  configure(settings: LineSettings): Promise<void>
  /** One request. `changed` are the lines that are meant; the others are as they were. */
  setLines(lines: OutputLines, changed: readonly OutputLine[]): Promise<void>
  setBreak(on: boolean): Promise<void>
  /** The rate in baud that comes out when `baudRate` is asked for; left out where the chip does not tell. */
  rateOf?(baudRate: number): number
  inputs(): Promise<SerialInputSignals>
  /** What has to be sent for `bytes`, where that is not the same. */
  pack?(bytes: Uint8Array): Uint8Array
  /** Takes what one transfer of the bulk endpoint brought apart. */
  unpack(data: Uint8Array): Received
  /** Takes a message of the interrupt endpoint. */
  notice?(message: Uint8Array): Received
  /** False while the chip still sends; left out, or undefined, where the chip cannot tell. */
  isSent?(): Promise<boolean | undefined>
  /** After the lines were released: what has to be said before the device is closed. */
  close(): Promise<void>
}

/** Makes the driver of a device from its descriptors alone. @throws NotSupported for one without serial port */
export type MakeDriver = (device: UsbDevice) => BridgeDriver

/** The chip cannot do what was asked for; the words say what. */
export class NotSupported extends Error {
  override readonly name = 'NotSupportedError'
}
