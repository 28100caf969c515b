/**
 * Where ports come from. Real and virtual boards look like Web Serial
 * (https://wicg.github.io/serial/), so there is no transport of our own: a provider has the shape of
 * `navigator.serial`, a port that of `SerialPort`.
 */

/** The part of `navigator.serial` that this page uses. */
export interface SerialProvider extends EventTarget {
  requestPort(options?: SerialPortRequestOptions): Promise<SerialPort>
  getPorts(): Promise<SerialPort[]>
}
