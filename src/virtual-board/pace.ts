/**
 * How fast a board's wires and flash are: its own time, a multiple of it, or as fast as the machine can.
 * Faster by a number, all still happens in the order of a real board: bytes arrive bit by bit, progress
 * and remaining time are there to be shown. Time that a program on the board measures stays real.
 */

/** True: as a real board. A number above 0: so many times as fast. False: without any waiting. */
export type Pace = boolean | number

/** How many times as fast as a real board; Infinity without waiting. */
export const speedOf = (pace: Pace): number =>
  typeof pace === 'number' ? pace : pace ? 1 : Infinity

declare global {
  /** Browser tests that measure no time set it before the page makes its board. Nothing of the page does. */
  var virtualBoardSpeed: unknown
}

const fastest = 100

/** Of the board that a page makes: a real board's, unless a test has asked for a faster one. */
export function paceOfPage(): number {
  const wish = globalThis.virtualBoardSpeed
  return typeof wish === 'number' && wish >= 1 ? Math.min(wish, fastest) : 1
}
