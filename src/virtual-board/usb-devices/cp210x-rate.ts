/** Which rate a CP210x really runs at. */

/** Upper end of each band that AN205 gives one rate, as in Linux, drivers/usb/serial/cp210x.c. */
const bands: readonly (readonly [rate: number, upTo: number])[] = [
  [300, 300],
  [600, 600],
  [1200, 1200],
  [1800, 1800],
  [2400, 2400],
  [4000, 4000],
  [4800, 4803],
  [7200, 7207],
  [9600, 9612],
  [14400, 14428],
  [16000, 16062],
  [19200, 19250],
  [28800, 28912],
  [38400, 38601],
  [51200, 51558],
  [56000, 56280],
  [57600, 58053],
  [64000, 64111],
  [76800, 77608],
  [115200, 117028],
  [128000, 129347],
  [153600, 156868],
  [230400, 237832],
  [250000, 254234],
  [256000, 273066],
  [460800, 491520],
  [500000, 567138],
  [576000, 670254],
  [921600, 999_999],
]

/**
 * @param isDivided  48 MHz divided (CP2104, CP2102N), else the bands of AN205
 * @returns baud; not below 300
 */
export function cp210xRate(requested: number, isDivided: boolean): number {
  const rate = Math.max(requested, 300)
  if (!isDivided) return bands.find(([, upTo]) => rate <= upTo)?.[0] ?? rate
  const twice = 2 * (rate <= 365 ? 4 : 1)
  return 48_000_000 / (twice * Math.round(48_000_000 / (twice * rate)))
}
