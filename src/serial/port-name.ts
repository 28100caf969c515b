/**
 * What a person calls the bridge on their board. Ids from the vendors' drivers and the Linux kernel
 * (drivers/usb/serial/{ch341,cp210x,ftdi_sio,pl2303}.c).
 */
const bridges: Record<string, string> = {
  '1a86:7522': 'CH340',
  '1a86:7523': 'CH340',
  '1a86:5523': 'CH341',
  '1a86:55d4': 'CH9102',
  '1a86:55d3': 'CH343',
  '10c4:ea60': 'CP210x',
  '10c4:ea70': 'CP2105',
  '10c4:ea71': 'CP2108',
  '0403:6001': 'FT232R',
  '0403:6010': 'FT2232',
  '0403:6011': 'FT4232',
  '0403:6014': 'FT232H',
  '0403:6015': 'FT231X',
  '067b:2303': 'PL2303',
  '067b:23a3': 'PL2303',
}

const vendors: Record<string, string> = {
  '1a86': 'WCH',
  '10c4': 'Silicon Labs',
  '0403': 'FTDI',
  '067b': 'Prolific',
  '303a': 'Espressif',
}

const hex = (id: number) => id.toString(16).padStart(4, '0')

/** "CH340", "WCH 1a86:1234", "USB 1234:5678", or "Serial port" where there is no USB device. */
export function portName({ usbVendorId, usbProductId }: SerialPortInfo): string {
  if (usbVendorId === undefined) return 'Serial port'
  const vendor = hex(usbVendorId)
  const id = `${vendor}:${hex(usbProductId ?? 0)}`
  return bridges[id] ?? `${vendors[vendor] ?? 'USB'} ${id}`
}
