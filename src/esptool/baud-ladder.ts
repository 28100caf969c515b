/**
 * Which baud rates to try, from fast to safe. What is above 460,800 depends on the bridge
 * (serial/bridge-rates.ts); long wires or a weak supply are not even good for that.
 */

/**
 * The rate at which loaders begin to talk to the ROM, which measures it by itself (esptool's
 * ESP_ROM_BAUD). The ROM's own log is at another rate: see bootRomLogBaudRate in provision/boot/.
 */
export const initialBaudRate = 115_200

/** At which the ROM is addressed first; the stub is there in 0.3 s then, instead of 1.1. */
export const fastBaudRate = 460_800

/** As a limit: the fastest rate of the bridge, even if that is a little faster. */
export const fastestBaudRate = 921_600

const ladder = [fastBaudRate, 230_400, initialBaudRate]

/**
 * @param maxBaud a limit, which is the first to be tried; from `fastestBaudRate` on there is none
 * @param fast rates of the bridge above the common ones, from high to low
 * @returns rates from high to low; always ends with `initialBaudRate`
 */
export function baudRatesToTry(maxBaud: number, fast: readonly number[] = []): number[] {
  if (maxBaud >= fastestBaudRate) return [...(fast.length > 0 ? fast : [maxBaud]), ...ladder]
  const below = ladder.filter((rate) => rate < maxBaud)
  return maxBaud > initialBaudRate ? [maxBaud, ...below] : [initialBaudRate]
}

/** The next rate of the ladder below `baudRate`; `initialBaudRate` at its end. */
export const nextLowerBaudRate = (baudRate: number): number =>
  ladder.find((rate) => rate < baudRate) ?? initialBaudRate
