/** `test` with a board on Chromium's own Web Serial: the browser that sees it, and the board. */
import { test as base, type Page } from '@playwright/test'
import { findChromium } from '../runner/chromium'
import { BoardHandle } from './board-handle'
import { inBrowser, inFolder, plugIn } from './browser-rig'
import { writeLauncher } from './launcher'
import { buildNativeParts, serialDevice, socketIn } from './machine'
import { skipWhereImpossible } from './skip'

interface Rig {
  board: BoardHandle
  /** Program that starts Chromium. */
  launcher: string
}

async function makeRig(folder: string, origin: string): Promise<Rig> {
  const { serialPty, modemLines } = buildNativeParts()
  const board = await BoardHandle.start(serialPty, folder)
  const pty = String(await board.tell('path'))
  const chromium = findChromium() ?? 'chromium'
  const device = serialDevice()!.node
  const parts = { chromium, modemLines, socket: socketIn(folder), pty, device, origin }
  return { board, launcher: writeLauncher(folder, parts) }
}

async function introduce(page: Page, board: BoardHandle): Promise<void> {
  await page.goto('/')
  await plugIn(page, () => board.tell('introduce'))
}

export const test = base.extend<{ machine: void; board: BoardHandle }, { rig: Rig }>({
  machine: [skipWhereImpossible, { auto: true }],
  rig: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern to know what is wanted
    async ({}, use, { project }) =>
      inFolder(async (folder) => {
        const rig = await makeRig(folder, project.use.baseURL ?? '')
        await use(rig)
        await rig.board.stop()
      }),
    { scope: 'worker', timeout: 60_000 },
  ],
  browser: [
    async ({ playwright, rig: { board, launcher } }, use, { project }) => {
      const { baseURL } = project.use
      await inBrowser(playwright, { launcher, baseURL }, (page) => introduce(page, board), use)
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  /** Plugged in and blank before each test. */
  board: async ({ rig }, use) => {
    await rig.board.tell('plug')
    await rig.board.tell('erase')
    await use(rig.board)
  },
})

/** Only hangs take that long; a noisy machine may take more than Playwright's five seconds. */
export const expect = base.expect.configure({ timeout: 30_000 })
