/** Checks the dictionary of `SerialPort.open()` as Chromium does, with its messages. */
import { failed } from './port-errors'

const maxBufferSize = 16 * 1024 * 1024
const maxUnsignedLong = 2 ** 32 - 1

export interface CheckedOptions {
  baudRate: number
  bufferSize: number
}

/**
 * Reads the dictionary with its defaults, before the state of the port is checked.
 * @throws TypeError for a value that is not of the dictionary member's type
 */
export function readOptions(options: SerialOptions): Required<SerialOptions> {
  const { dataBits = 8, stopBits = 1, parity = 'none', flowControl = 'none' } = options ?? {}
  const { bufferSize = 255 } = options ?? {}
  const parities: string[] = ['none', 'even', 'odd']
  const controls: string[] = ['none', 'hardware']
  return {
    baudRate: toUnsignedLong('baudRate', options?.baudRate),
    bufferSize: toUnsignedLong('bufferSize', bufferSize),
    dataBits,
    stopBits,
    parity: toEnum('parity', 'ParityType', parities, parity),
    flowControl: toEnum('flowControl', 'FlowControlType', controls, flowControl),
  }
}

/**
 * Checks values that have the right type; in Chromium after the state of the port.
 * @throws TypeError for values that no port accepts
 */
export function checkedOptions(options: Required<SerialOptions>): CheckedOptions {
  const { baudRate, bufferSize, dataBits, stopBits } = options
  require(baudRate > 0, 'Requested baud rate must be greater than zero.')
  require([7, 8].includes(dataBits), 'Requested number of data bits must be 7 or 8.')
  require([1, 2].includes(stopBits), 'Requested number of stop bits must be 1 or 2.')
  require(bufferSize > 0, `Requested buffer size (${bufferSize} bytes) must be greater than zero.`)
  require(bufferSize <=
    maxBufferSize, `Requested buffer size (${bufferSize} bytes) is greater than the maximum allowed (${maxBufferSize} bytes).`)
  return { baudRate, bufferSize }
}

function toUnsignedLong(name: string, value: unknown): number {
  const number = Number(value)
  const where = `Failed to read the '${name}' property from 'SerialOptions': `
  require(value !== undefined, `${where}Required member is undefined.`)
  require(Number.isFinite(number), `${where}Value is not of type 'unsigned long'.`)
  const inRange = number > -1 && number < maxUnsignedLong + 1
  require(inRange, `${where}Value is outside the 'unsigned long' value range.`)
  return Math.trunc(number)
}

function toEnum<Value extends string>(
  name: string,
  type: string,
  values: string[],
  value: Value,
): Value {
  const where = `Failed to read the '${name}' property from 'SerialOptions': `
  const words = `The provided value '${value}' is not a valid enum value of type ${type}.`
  require(values.includes(value), where + words)
  return value
}

function require(condition: boolean, message: string): asserts condition {
  if (!condition) throw new TypeError(failed('open', message))
}
