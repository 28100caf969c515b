/** How fast a virtual board is: as a real one, or so many times as fast. */
import { afterEach, expect, it, vi } from 'vitest'
import { realClock, VirtualClock } from '../../../src/virtual-board/clock'
import { clockSpeedOfPage, paceOfPage, speedOf } from '../../../src/virtual-board/pace'
import { UartLine } from '../../../src/virtual-board/usb/uart-line'

afterEach(() => {
  globalThis.virtualBoardSpeed = undefined
  globalThis.virtualBoardClockSpeed = undefined
  vi.useRealTimers()
})

/** Bytes arrive in bundles; the last one may come so much later. */
const bundleMs = 2

it.each([
  [1, 1000],
  [10, 100],
])('at speed %d a second of bytes takes %d ms, and half of them half of it', (speed, wholeMs) => {
  const clock = new VirtualClock()
  let arrived = 0
  const deliver = ({ length }: Uint8Array) => void (arrived += length)
  const line = new UartLine({ clock, speed, room: () => Infinity, deliver })
  line.send(new Uint8Array(11_520), 115_200)
  clock.advance(wholeMs / 2)
  expect(arrived).toBeGreaterThan(5_500)
  expect(arrived).toBeLessThanOrEqual(5_760)
  clock.advance(wholeMs / 2 + bundleMs)
  expect(arrived).toBe(11_520)
})

it('is that of a real board, or what was asked for', () => {
  expect([true, 4, false].map(speedOf)).toEqual([1, 4, Infinity])
})

it.each([undefined, 'fast', 0, -1, 0.5, Number.NaN, {}])(
  'of a page is a real board’s: %j',
  (wish) => {
    globalThis.virtualBoardSpeed = wish
    expect(paceOfPage()).toBe(1)
  },
)

it('of a page is what a test asked for, and never without any waiting', () => {
  globalThis.virtualBoardSpeed = 10
  expect(paceOfPage()).toBe(10)
  globalThis.virtualBoardSpeed = Infinity
  expect(paceOfPage()).toBe(100)
})

it('may have a clock that goes faster, within bounds', () => {
  expect(clockSpeedOfPage()).toBe(1)
  globalThis.virtualBoardClockSpeed = 4
  expect(clockSpeedOfPage()).toBe(4)
  globalThis.virtualBoardClockSpeed = 1000
  expect(clockSpeedOfPage()).toBe(8)
})

it('at four times the speed a timer of a second is due after a quarter of one, and the clock says so', () => {
  vi.useFakeTimers()
  const clock = realClock(4)
  let at: number | undefined
  clock.after(1000, () => (at = clock.now()))
  vi.advanceTimersByTime(249)
  expect(at).toBeUndefined()
  vi.advanceTimersByTime(1)
  expect(at).toBe(1000)
})
