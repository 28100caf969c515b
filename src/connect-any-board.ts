/** Connecting to a board, with what this browser remembers of its USB bridge; loaded when a board is connected. */
import { rememberRates } from './esptool/rate-memory'
import { connectBoard, type ConnectBoardOptions } from './provision/connect-board'
import { BridgeRates } from './state/bridge-rates'

/** @param isReal a virtual board's bridge has the ids of a real one, and none of its ways */
export function connectAnyBoard(port: SerialPort, options: ConnectBoardOptions, isReal: boolean) {
  if (isReal) rememberRates(port, new BridgeRates())
  return connectBoard(port, options)
}
