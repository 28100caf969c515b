/**
 * What `src/` relies on from a `SerialPort`, as cases that run unchanged in a page and in Node: each
 * drives a port and returns what it saw as plain JSON. What they saw on Chromium's own port is in
 * tests/golden/web-serial.json; every other port must show the same. Knows Web Serial, nothing else.
 */
export type Seen = null | boolean | number | string | Seen[] | { [name: string]: Seen }

export type LineError = 'break' | 'parity'

/** The far end of the cable, with no chip on it: what a test may do there and see from there. */
export interface FarEnd {
  unplug(): Promise<void>
  plug(): Promise<void>
  /** Bytes for the browser. */
  say(bytes: number[]): Promise<void>
  /** What a receiver notices on the wire instead of a byte. */
  disturb(error: LineError): Promise<void>
  /** True: the wire carries nothing towards the board until told otherwise. */
  stall(stalled: boolean): Promise<void>
  /** The first bytes from the browser, once there are `count` of them. */
  heard(count: number): Promise<number[]>
  heardBytes(): Promise<number>
  /** What DTR, RTS and break have been since the last question, such as "D1R0" or "break on". */
  lines(): Promise<string[]>
  baudRate(): Promise<number>
  /** Whether somebody has the port open, as the device sees it. */
  isOpen(): Promise<boolean>
  /** Everything that needs no further cause has happened; for showing that nothing more comes. */
  settled(): Promise<void>
}

export interface PortRig {
  serial: Serial
  /** Closed and plugged in. */
  port: SerialPort
  far: FarEnd
}

export type PortCase = (rig: PortRig) => Promise<Seen>
export type PortCases = Record<string, PortCase>

export const usual: SerialOptions = { baudRate: 115200, bufferSize: 16384 }
/** More than any driver, pseudo-terminal or browser takes in advance. */
export const much = () => new Uint8Array(1024 * 1024)
