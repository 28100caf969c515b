/** Checks the dictionary of `SerialPort.open()` as Chromium does, with its messages. */

const maxBufferSize = 16 * 1024 * 1024

export interface CheckedOptions {
  baudRate: number
  bufferSize: number
}

/** Throws a TypeError for values that no port accepts. */
export function checkedOptions(options: SerialOptions): CheckedOptions {
  const { dataBits = 8, stopBits = 1, parity = 'none', flowControl = 'none' } = options ?? {}
  const baudRate = toUnsignedLong(options?.baudRate)
  const bufferSize = toUnsignedLong(options?.bufferSize ?? 255)
  require(['none', 'even', 'odd'].includes(
    parity,
  ), `The provided value '${parity}' is not a valid enum value of type ParityType.`)
  require(['none', 'hardware'].includes(
    flowControl,
  ), `The provided value '${flowControl}' is not a valid enum value of type FlowControlType.`)
  require(baudRate > 0, 'Requested baud rate must be greater than zero.')
  require([7, 8].includes(dataBits), 'Requested number of data bits must be 7 or 8.')
  require([1, 2].includes(stopBits), 'Requested number of stop bits must be 1 or 2.')
  require(bufferSize > 0, `Requested buffer size (${bufferSize} bytes) must be greater than zero.`)
  require(bufferSize <=
    maxBufferSize, `Requested buffer size (${bufferSize} bytes) is greater than the maximum allowed (${maxBufferSize} bytes).`)
  return { baudRate, bufferSize }
}

function toUnsignedLong(value: unknown): number {
  const number = Number(value)
  require(Number.isFinite(number) && number >= 0, 'Value is not of type unsigned long.')
  return Math.floor(number)
}

function require(condition: boolean, message: string): asserts condition {
  if (!condition) throw new TypeError(message)
}
