/**
 * The dictionary of `SerialPort.open()`, checked as Chromium does and with its messages.
 * https://wicg.github.io/serial/#serialoptions-dictionary
 */
import type { LineSettings } from './driver'
import { failed } from './port-errors'

/** In bytes; Chromium's own limit. */
const maxBufferSize = 16 * 1024 * 1024
const maxUnsignedLong = 2 ** 32 - 1

const parities: readonly string[] = ['none', 'even', 'odd']
const flowControls: readonly string[] = ['none', 'hardware']

export type FullOptions = Required<SerialOptions>

export interface PortSettings extends LineSettings {
  /** In bytes, for each direction. */
  bufferSize: number
}

/**
 * The dictionary with its defaults; the state of the port is checked after this.
 * @throws TypeError for a value of another type than the member's
 */
export function readOptions(given: SerialOptions | undefined): FullOptions {
  const { dataBits = 8, stopBits = 1, parity = 'none', flowControl = 'none' } = given ?? {}
  return {
    baudRate: unsignedLong('baudRate', given?.baudRate),
    bufferSize: unsignedLong('bufferSize', given?.bufferSize ?? 255),
    dataBits,
    stopBits,
    parity: oneOf(parities, 'parity', 'ParityType', parity),
    flowControl: oneOf(flowControls, 'flowControl', 'FlowControlType', flowControl),
  }
}

/** @throws TypeError for values that no port accepts */
export function checkOptions(options: FullOptions): PortSettings {
  const { baudRate, bufferSize, dataBits, stopBits, parity, flowControl } = options
  const size = `Requested buffer size (${bufferSize} bytes)`
  refuseUnless(baudRate > 0, 'Requested baud rate must be greater than zero.')
  refuseUnless(dataBits === 7 || dataBits === 8, 'Requested number of data bits must be 7 or 8.')
  refuseUnless(stopBits === 1 || stopBits === 2, 'Requested number of stop bits must be 1 or 2.')
  refuseUnless(bufferSize > 0, `${size} must be greater than zero.`)
  const tooLarge = `${size} is greater than the maximum allowed (${maxBufferSize} bytes).`
  refuseUnless(bufferSize <= maxBufferSize, tooLarge)
  return { baudRate, bufferSize, dataBits, stopBits, parity, flowControl }
}

function unsignedLong(member: string, value: unknown): number {
  const number = Number(value)
  refuseUnless(value !== undefined, `${cannotRead(member)}Required member is undefined.`)
  refuseUnless(
    Number.isFinite(number),
    `${cannotRead(member)}Value is not of type 'unsigned long'.`,
  )
  const whole = Math.trunc(number)
  const fits = whole >= 0 && whole <= maxUnsignedLong
  refuseUnless(fits, `${cannotRead(member)}Value is outside the 'unsigned long' value range.`)
  return whole
}

function oneOf<Value extends string>(
  known: readonly string[],
  member: string,
  type: string,
  value: Value,
): Value {
  const words = `The provided value '${value}' is not a valid enum value of type ${type}.`
  refuseUnless(known.includes(value), cannotRead(member) + words)
  return value
}

const cannotRead = (member: string) =>
  `Failed to read the '${member}' property from 'SerialOptions': `

function refuseUnless(condition: boolean, words: string): asserts condition {
  if (!condition) throw new TypeError(failed('open', words))
}
