/**
 * `test` of the browser tests: the page's virtual board does all that a real one does, only faster, so that
 * two cores carry the whole suite. What measures time asks for a real board's:
 * `test.use({ boardSpeed: 1 })`.
 */
import { test as base } from '@playwright/test'

interface BoardOptions {
  /** How many times as fast as a real board (src/virtual-board/pace.ts). */
  boardSpeed: number
  /** Of these, how much the time of its programs and its radio goes faster, too; for a phone beside it: 1. */
  clockSpeed: number
}

export const test = base.extend<BoardOptions>({
  boardSpeed: [12, { option: true }],
  clockSpeed: [4, { option: true }],
  context: async ({ context, boardSpeed, clockSpeed }, use) => {
    const clock = Math.min(boardSpeed, clockSpeed)
    await context.addInitScript(
      ([wires, time]) => {
        globalThis.virtualBoardSpeed = wires
        globalThis.virtualBoardClockSpeed = time
      },
      [boardSpeed / clock, clock],
    )
    await use(context)
  },
})
