/** A virtual `SerialPort`, whichever browser's manner it has. */
import type { LineErrorName } from './port-errors'

/** The bridges of these boards leave the modem's inputs open. */
export const openInputs: Readonly<SerialInputSignals> = {
  dataCarrierDetect: false,
  clearToSend: false,
  ringIndicator: false,
  dataSetReady: false,
}

export type VirtualPort = SerialPort & {
  readonly connected: boolean
  /** The device was unplugged. */
  lose(): void
  /** A line error as the bridge reports it. */
  injectReadError(name: LineErrorName): void
}
