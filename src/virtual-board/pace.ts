/**
 * How fast a board's wires and flash are: its own time, a multiple of it, or as fast as the machine can.
 * Faster by a number, all still happens in the order of a real board: bytes arrive bit by bit, progress
 * and remaining time are there to be shown. Time that a program on the board measures is the clock's.
 */

/** True: as a real board. A number above 0: so many times as fast. False: without any waiting. */
export type Pace = boolean | number

/** How many times as fast as a real board; Infinity without waiting. */
export const speedOf = (pace: Pace): number =>
  typeof pace === 'number' ? pace : pace ? 1 : Infinity

declare global {
  /** Browser tests that measure no time set them before the page makes its board. Nothing of the page does. */
  var virtualBoardSpeed: unknown
  var virtualBoardClockSpeed: unknown
}

const fastest = 100
/** Python itself does not run faster: with less, its deadlines would pass while it works. */
const fastestClock = 8

/** Of the wires and flash of the board that a page makes: a real board's, unless a test has asked for faster ones. */
export const paceOfPage = (): number => wished(globalThis.virtualBoardSpeed, fastest)

/**
 * Of the clock of that board, by which its programs and its radio wait, too. Its wires follow: `paceOfPage` is
 * what they gain in addition.
 */
export const clockSpeedOfPage = (): number =>
  wished(globalThis.virtualBoardClockSpeed, fastestClock)

const wished = (wish: unknown, most: number): number =>
  typeof wish === 'number' && wish >= 1 ? Math.min(wish, most) : 1
