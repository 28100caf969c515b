/**
 * Which baud rates to try, from fast to safe. A CH340 is good up to 460,800, long wires or a weak supply
 * not even to that.
 */

/**
 * The rate at which loaders begin to talk to the ROM, which measures it by itself (esptool's
 * ESP_ROM_BAUD). The ROM's own log is at another rate: see bootRomLogBaudRate in provision/boot/.
 */
export const initialBaudRate = 115_200

const ladder = [460_800, 230_400, initialBaudRate]

/** `maxBaud` and the lower rates of the ladder, from high to low; always ends with `initialBaudRate`. */
export function baudRatesToTry(maxBaud: number): number[] {
  const below = ladder.filter((rate) => rate < maxBaud)
  return maxBaud > initialBaudRate ? [maxBaud, ...below] : [initialBaudRate]
}

/** The next rate of the ladder below `baudRate`; `initialBaudRate` at its end. */
export const nextLowerBaudRate = (baudRate: number): number =>
  ladder.find((rate) => rate < baudRate) ?? initialBaudRate
