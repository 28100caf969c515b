/** Connecting to a board, with what this browser remembers of its USB bridge; loaded when a board is connected. */
import { rememberRates } from './esptool/rate-memory'
import { connectBoard as connect, type ConnectBoardOptions } from './provision/connect-board'
import { isRateAware } from './serial/bridge-rates'
import { BridgeRates } from './state/bridge-rates'

export function connectBoard(port: SerialPort, options: ConnectBoardOptions) {
  if (isBrowsersOwn(port) || isRateAware(port)) rememberRates(port, new BridgeRates())
  return connect(port, options)
}

/** A virtual board's port is none: its bridge has the ids of a real one, and none of its ways. */
function isBrowsersOwn(port: SerialPort): boolean {
  const own: unknown = Reflect.get(globalThis, 'SerialPort')
  return typeof own === 'function' && port instanceof own
}
