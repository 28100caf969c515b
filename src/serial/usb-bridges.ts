/**
 * The USB bridges on ESP8266 boards, by vendor and product id: their names for people, and the filter of
 * the browser's port picker. Sources: the Linux kernel
 * (drivers/usb/serial/{ch341,cp210x,ftdi_sio,pl2303}.c) and, for WCH's CDC bridges (55d2 and above),
 * WCH's own Linux driver ch343.
 */
import { hexDigits } from '../bytes/hex'

/** Whose protocol a bridge speaks; webusb/ has a driver for each. */
export type BridgeFamily = 'ch341' | 'cdcAcm' | 'cp210x' | 'ftdi' | 'pl2303'

export const bridges: Record<BridgeFamily, Record<string, string>> = {
  ch341: {
    '1a86:7522': 'CH340K',
    '1a86:7523': 'CH340',
    '1a86:5523': 'CH341',
    '4348:5523': 'CH341',
    '9986:7523': 'CH340',
    '2184:0057': 'CH340',
  },
  cdcAcm: {
    '1a86:55d2': 'CH342',
    '1a86:55d3': 'CH343',
    '1a86:55d4': 'CH9102',
    '1a86:55d5': 'CH344',
    '1a86:55d6': 'CH9143',
    '1a86:55d7': 'CH9103',
    '1a86:55d8': 'CH9101',
    '1a86:55da': 'CH347',
    '1a86:55db': 'CH347',
    '1a86:55dd': 'CH347',
    '1a86:55de': 'CH347',
  },
  cp210x: {
    '10c4:ea60': 'CP210x',
    '10c4:ea61': 'CP210x',
    '10c4:ea63': 'CP210x',
    '10c4:ea70': 'CP2105',
    '10c4:ea71': 'CP2108',
    '10c4:ea7a': 'CP2105',
  },
  ftdi: {
    '0403:6001': 'FT232R',
    '0403:6010': 'FT2232',
    '0403:6011': 'FT4232',
    '0403:6014': 'FT232H',
    '0403:6015': 'FT231X',
  },
  pl2303: {
    '067b:2303': 'PL2303',
    '067b:2304': 'PL2303',
    '067b:23a3': 'PL2303',
    '067b:23b3': 'PL2303',
    '067b:23c3': 'PL2303',
    '067b:23d3': 'PL2303',
    '067b:23e3': 'PL2303',
    '067b:23f3': 'PL2303',
  },
}

/** In the order in which the picker's filter names them. */
const vendors: { id: number; name: string; inPicker: boolean }[] = [
  { id: 0x1a86, name: 'WCH', inPicker: true },
  { id: 0x10c4, name: 'Silicon Labs', inPicker: true },
  { id: 0x0403, name: 'FTDI', inPicker: true },
  { id: 0x067b, name: 'Prolific', inPicker: true },
  // USB of newer chips, which are no ESP8266.
  { id: 0x303a, name: 'Espressif', inPicker: false },
]

/** For `requestPort`: any bridge of these vendors. */
export const bridgeFilters: SerialPortFilter[] = vendors
  .filter(({ inPicker }) => inPicker)
  .map(({ id }) => ({ usbVendorId: id }))

/**
 * @param info of `SerialPort.getInfo()`
 * @returns "CH340", "WCH 1a86:1234", "USB 1234:5678", or "Serial port" where there is no USB device
 */
export function portName({ usbVendorId, usbProductId }: SerialPortInfo): string {
  if (usbVendorId === undefined) return 'Serial port'
  const ids = idsOf(usbVendorId, usbProductId ?? 0)
  const name = Object.values(bridges).find((family) => ids in family)?.[ids]
  const vendor = vendors.find(({ id }) => id === usbVendorId)?.name ?? 'USB'
  return name ?? `${vendor} ${ids}`
}

/** "1a86:7523" */
export const idsOf = (vendorId: number, productId: number): string =>
  `${hexDigits(vendorId, 4)}:${hexDigits(productId, 4)}`
