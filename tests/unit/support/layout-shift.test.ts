import { expect, test } from 'vitest'
import { cumulativeShift } from '../../support/layout-shift'

const shifts = (...list: [atMs: number, value: number][]) =>
  list.map(([atMs, value]) => ({ atMs, value, what: [] }))

test('without a shift there is none', () => {
  expect(cumulativeShift([])).toBe(0)
})

test('shifts less than a second apart are one session, others are not', () => {
  expect(cumulativeShift(shifts([0, 0.1], [999, 0.1]))).toBeCloseTo(0.2)
  expect(cumulativeShift(shifts([0, 0.1], [1000, 0.15]))).toBeCloseTo(0.15)
})

test('a session lasts five seconds at most', () => {
  const every900ms = [0, 900, 1800, 2700, 3600, 4500, 5400]
  const list = every900ms.map((atMs) => ({ atMs, value: 0.1, what: [] }))
  expect(cumulativeShift(list)).toBeCloseTo(0.6)
})
