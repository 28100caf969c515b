/** `test` with a board on Firefox's own Web Serial: the page in the browser that sees it, and the board. */
import { test as base } from '@playwright/test'
import { BoardHandle } from '../board-handle'
import { inFolder } from '../browser-rig'
import { buildNativeParts } from '../machine'
import { FirefoxPage } from './firefox-page'
import { skipWithoutFirefox } from './skip'
import { startFirefox } from './start-firefox'

interface Rig {
  board: BoardHandle
  page: FirefoxPage
  folder: string
}

async function inRig(folder: string, origin: string, use: (rig: Rig) => Promise<void>) {
  const board = await BoardHandle.start(buildNativeParts().serialPty, folder, 'firefox')
  const firefox = await startFirefox(folder, String(await board.tell('path')))
  await use({ board, page: new FirefoxPage(firefox.marionette, origin), folder })
  await firefox.stop()
  await board.stop()
}

export const test = base.extend<{ machine: void }, { rig: Rig }>({
  machine: [skipWithoutFirefox, { auto: true }],
  rig: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern to know what is wanted
    async ({}, use, { project }) =>
      inFolder((folder) => inRig(folder, project.use.baseURL ?? '', use)),
    { scope: 'worker', timeout: 60_000 },
  ],
})

/** Only hangs take that long; a noisy machine may take more than Playwright's five seconds. */
export const expect = base.expect.configure({ timeout: 30_000 })
