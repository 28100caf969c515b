/**
 * `test` of the browser tests: the page's virtual board does all that a real one does, only faster, so that
 * two cores carry the whole suite. What measures time asks for a real board's:
 * `test.use({ boardSpeed: 1 })`.
 */
import { test as base } from '@playwright/test'

interface BoardOptions {
  /** How many times as fast as a real board (src/virtual-board/pace.ts). */
  boardSpeed: number
}

export const test = base.extend<BoardOptions>({
  boardSpeed: [10, { option: true }],
  context: async ({ context, boardSpeed }, use) => {
    await context.addInitScript((speed) => {
      globalThis.virtualBoardSpeed = speed
    }, boardSpeed)
    await use(context)
  },
})
