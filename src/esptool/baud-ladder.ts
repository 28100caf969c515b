/**
 * Which rates to try, from fast to safe. A CH340 is good up to 460,800, long wires or a weak supply
 * not even to that.
 */

/** The rate at which loaders begin to talk to the ROM, which finds it out by itself. */
export const romBaudRate = 115_200

const ladder = [460_800, 230_400, romBaudRate]

/** `maxBaud` and the rungs below it; always ends with the rate that the ROM itself speaks. */
export function baudRungs(maxBaud: number): number[] {
  const below = ladder.filter((rate) => rate < maxBaud)
  return maxBaud > romBaudRate ? [maxBaud, ...below] : [romBaudRate]
}

export const nextLowerRate = (baudRate: number): number =>
  ladder.find((rate) => rate < baudRate) ?? romBaudRate
