/**
 * Where ports come from. Real, WebUSB and virtual boards all look like Web Serial
 * (https://wicg.github.io/serial/), so there is no transport of our own: a provider has the shape of
 * `navigator.serial`, a port that of `SerialPort`.
 */

/** The part of `navigator.serial` that this page uses. */
export interface SerialProvider extends EventTarget {
  requestPort(options?: SerialPortRequestOptions): Promise<SerialPort>
  getPorts(): Promise<SerialPort[]>
}

/** USB bridges found on ESP8266 boards, by vendor: WCH (CH340/CH341), Silicon Labs, FTDI, Prolific. */
export const bridgeFilters: SerialPortFilter[] = [
  { usbVendorId: 0x1a86 },
  { usbVendorId: 0x10c4 },
  { usbVendorId: 0x0403 },
  { usbVendorId: 0x067b },
]
