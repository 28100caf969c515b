/**
 * The text that phones understand as "join this network": an open one, or one with a password of WPA2.
 * (https://github.com/zxing/zxing/wiki/Barcode-Contents#wi-fi-network-config-android-ios-11).
 */
export const networkText = (name: string, password?: string): string =>
  password
    ? `WIFI:T:WPA;S:${escaped(name)};P:${escaped(password)};;`
    : `WIFI:T:nopass;S:${escaped(name)};;`

const escaped = (text: string): string => text.replace(/[\\;,:"]/g, '\\$&')
