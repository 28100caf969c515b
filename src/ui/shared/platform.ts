/** What the browser around the page can do, asked once at start. */
import type { Platform } from '../../help/entry'
import { portAccesses, type PortAccess } from '../../serial/port-access'

export interface Environment {
  /** To USB bridges, the one to take first; empty where the browser reaches no board. */
  access: readonly PortAccess[]
  /** Without it there is no SharedArrayBuffer, and so no virtual board. */
  isolated: boolean
  platform: Platform
}

export function readEnvironment(): Environment {
  const platform = platformOf(navigator.userAgent)
  return {
    access: portAccesses({
      webSerial: 'serial' in navigator,
      webUsb: 'usb' in navigator,
      android: platform === 'android',
    }),
    isolated: globalThis.crossOriginIsolated === true,
    platform,
  }
}

/** For hints only, so a user agent that lies does no harm. */
export function platformOf(userAgent: string): Platform {
  if (/Android/i.test(userAgent)) return 'android'
  if (/Windows/i.test(userAgent)) return 'windows'
  if (/Macintosh|Mac OS X/i.test(userAgent)) return 'mac'
  if (/CrOS/i.test(userAgent)) return 'chromeos'
  if (/Linux/i.test(userAgent)) return 'linux'
  return 'other'
}
