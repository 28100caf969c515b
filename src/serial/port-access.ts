/**
 * Through which of a browser's interfaces a page reaches USB bridges, decided in one place, by what works:
 * on computers Web Serial, with the system's own driver. On Android `navigator.serial` has Bluetooth alone
 * (Chrome 138 and later; USB needs a service of a later Android), so WebUSB comes first there, with drivers of
 * this page. https://wicg.github.io/serial/, https://wicg.github.io/webusb/
 */

export type PortAccess = 'web-serial' | 'web-usb'

export interface BrowserAbilities {
  /** `navigator.serial` is there. */
  webSerial: boolean
  /** `navigator.usb` is there. */
  webUsb: boolean
  android: boolean
}

/** What can be used, the one to take first; empty where the browser reaches no board. */
export function portAccesses({ webSerial, webUsb, android }: BrowserAbilities): PortAccess[] {
  const serial: PortAccess[] = webSerial ? ['web-serial'] : []
  const usb: PortAccess[] = webUsb ? ['web-usb'] : []
  return android ? [...usb, ...serial] : [...serial, ...usb]
}
