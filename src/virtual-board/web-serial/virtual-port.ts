/** A virtual `SerialPort`, whichever browser's manner it has. */
import type { LineErrorName } from './port-errors'

/** Whose Web Serial is imitated; recorded in tests/golden/web-serial.json and web-serial-firefox.json. */
export type PortBrowser = 'chromium' | 'firefox'

export type VirtualPort = SerialPort & {
  readonly connected: boolean
  /** The device was unplugged. */
  lose(): void
  /** A line error as the bridge reports it. */
  injectReadError(name: LineErrorName): void
}
