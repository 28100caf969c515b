/** Nothing jumps, in a whole visit: https://web.dev/articles/cls calls 0.1 good; here it is a fifth of that. */
import { expect, type Page } from '@playwright/test'
import { cumulativeShift, readShifts, shiftWords } from '../support/layout-shift'

export { recordShifts } from '../support/layout-shift'

export async function expectSteadyLayout(page: Page): Promise<void> {
  const shifts = await readShifts(page)
  expect(cumulativeShift(shifts), shiftWords(shifts)).toBeLessThanOrEqual(0.02)
}
