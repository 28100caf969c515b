/** Checks the dictionary of `SerialPort.open()` as Firefox does, with its messages. */
const maxBufferSize = 16 * 1024 * 1024
const maxUnsignedLong = 2 ** 32 - 1

/**
 * Reads the dictionary with its defaults, before the state of the port is checked.
 * @throws TypeError for a value that is not of the dictionary member's type
 */
export function readFirefoxOptions(options: SerialOptions): Required<SerialOptions> {
  const { dataBits = 8, stopBits = 1, parity = 'none', flowControl = 'none' } = options ?? {}
  const { baudRate, bufferSize = 255 } = options ?? {}
  require(baudRate !==
    undefined, `SerialPort.open: Missing required 'baudRate' member of SerialOptions.`)
  return {
    baudRate: toUnsignedLong('baudRate', baudRate),
    bufferSize: toUnsignedLong('bufferSize', bufferSize),
    dataBits,
    stopBits,
    parity: toEnum('parity', 'ParityType', ['none', 'even', 'odd'], parity),
    flowControl: toEnum('flowControl', 'FlowControlType', ['none', 'hardware'], flowControl),
  }
}

/** @throws TypeError for values that no port accepts */
export function checkFirefoxOptions(options: Required<SerialOptions>): void {
  const { baudRate, bufferSize, dataBits, stopBits } = options
  require(baudRate > 0, 'Invalid baud rate')
  require(bufferSize > 0, 'Invalid buffer size')
  require(bufferSize <= maxBufferSize, 'Requested buffer size exceeds the maximum supported size')
  require([7, 8].includes(dataBits), 'Data bits must be 7 or 8')
  require([1, 2].includes(stopBits), 'Stop bits must be 1 or 2')
}

function toUnsignedLong(name: string, value: unknown): number {
  const number = Number(value)
  const what = `SerialPort.open: '${name}' member of SerialOptions is`
  const range = 'out of range for unsigned long.'
  require(Number.isFinite(number), `${what} not a finite value, so is ${range}`)
  require(number > -1 && number < maxUnsignedLong + 1, `${what} ${range}`)
  return Math.trunc(number)
}

function toEnum<Value extends string>(
  name: string,
  type: string,
  values: string[],
  value: Value,
): Value {
  const what = `'${value}' (value of '${name}' member of SerialOptions)`
  const words = `SerialPort.open: ${what} is not a valid value for enumeration ${type}.`
  require(values.includes(value), words)
  return value
}

function require(condition: boolean, message: string): asserts condition {
  if (!condition) throw new TypeError(message)
}
