/**
 * The text that phones understand as "join this open network"
 * (https://github.com/zxing/zxing/wiki/Barcode-Contents#wi-fi-network-config-android-ios-11).
 */
export const openNetworkText = (name: string): string =>
  `WIFI:T:nopass;S:${name.replace(/[\\;,:"]/g, '\\$&')};;`
