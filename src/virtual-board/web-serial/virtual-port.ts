/** A virtual `SerialPort`, whichever browser's manner it has. */
import type { LineErrorName } from './port-errors'

export type VirtualPort = SerialPort & {
  readonly connected: boolean
  /** The device was unplugged. */
  lose(): void
  /** A line error as the bridge reports it. */
  injectReadError(name: LineErrorName): void
}
