/** How fast a virtual board is: as a real one, or so many times as fast. */
import { afterEach, expect, it } from 'vitest'
import { VirtualClock } from '../../../src/virtual-board/clock'
import { paceOfPage, speedOf } from '../../../src/virtual-board/pace'
import { UartLine } from '../../../src/virtual-board/usb/uart-line'

afterEach(() => {
  globalThis.virtualBoardSpeed = undefined
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
