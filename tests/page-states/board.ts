/** States with the virtual board: from Connect over an install, a pulled cable and a running portal to the home network. */
import { expect, type Page } from '@playwright/test'
import { buildFilesystem } from '../../src/images/littlefs'
import type { VirtualBoard } from '../../src/virtual-board/board'
import type { PageState } from './page-state'
import { anotherBoard, connectVirtual, fillHomeNetwork, installButton } from './steps'

declare global {
  var virtualBoard: VirtualBoard
}

/** Real boards are that slow; the machine that tests are run on may be slower. */
const slow = { timeout: 60_000 }

const result = (page: Page, title: RegExp) =>
  expect(page.getByRole('heading', { name: title }).first()).toBeVisible(slow)

const readyToInstall = (page: Page) => expect(installButton(page)).toBeEnabled(slow)

async function ready(page: Page) {
  await connectVirtual(page)
  await readyToInstall(page)
  await expect(page.getByTestId('plan')).toContainText('the flash is blank', slow)
}

async function refuseFirmware(page: Page) {
  const files = page.locator('input[type=file]:not([webkitdirectory]):not([multiple])')
  const text = Buffer.from('import machine\n')
  await files.first().setInputFiles({ name: 'main.py', mimeType: 'text/plain', buffer: text })
  await expect(page.getByText('This is a Python program').first()).toBeVisible()
}

/** Somebody else's firmware, and a file of theirs. */
async function foreignBoard(page: Page) {
  const filesystem = { offsetBytes: 0x100000, blockCount: 763 }
  const diary = { type: 'file', bytes: Buffer.from('dear diary') } as const
  const image = buildFilesystem([['/diary.txt', diary]] as const, filesystem)
  await page.evaluate(
    ([offset, bytes]) => {
      virtualBoard.flash.program(0, new Uint8Array(256).fill(0x55))
      virtualBoard.flash.program(offset, new Uint8Array(bytes))
    },
    [filesystem.offsetBytes, [...image]] as const,
  )
  await readyToInstall(page)
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await connectVirtual(page)
  await expect(page.getByTestId('plan')).toContainText('Another firmware', slow)
}

/** Slowed down, so that there is time to look. */
async function writing(page: Page) {
  await installButton(page).click()
  const phase = page.locator('[aria-current=step]').filter({ hasText: /Writing/ })
  await expect(phase.filter({ hasText: /\d+ %/ }).first()).toBeVisible(slow)
  await page.evaluate(() => virtualBoard.faults.slowFlash(12))
}

async function pullCable(page: Page) {
  await page.evaluate(() => virtualBoard.unplug())
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible(slow)
}

async function plugInAndGoOn(page: Page) {
  await page.evaluate(() => virtualBoard.plug())
  await page.getByRole('button', { name: 'Try again' }).click()
  await result(page, /^Your portal is running$/)
  await expect(page.locator('.xterm-rows')).toContainText('DNS Server listening', slow)
}

async function portalBoard(page: Page) {
  await page.evaluate(() => virtualBoard.plug())
  await anotherBoard(page)
  await connectVirtual(page)
  await expect(page.getByRole('button', { name: 'Start the portal' })).toBeEnabled(slow)
}

async function join(page: Page) {
  await fillHomeNetwork(page)
  await page.getByRole('button', { name: 'Update files only' }).click()
  await result(page, /^Your board is in “Home”$/)
}

export const board: PageState[] = [
  { name: 'ready', reach: ready },
  {
    name: 'refused-firmware',
    after: 'ready',
    reach: refuseFirmware,
    leave: (page) => page.getByRole('button', { name: 'As in the preset' }).click(),
  },
  { name: 'loss', after: 'refused-firmware', reach: foreignBoard },
  {
    name: 'installing',
    reach: async (page) => {
      await ready(page)
      await writing(page)
    },
    leave: (page) => page.evaluate(() => virtualBoard.faults.clear()),
  },
  { name: 'install-failed', after: 'installing', reach: pullCable },
  { name: 'running', after: 'install-failed', reach: plugInAndGoOn },
  {
    name: 'console-focus',
    after: 'running',
    reach: (page) => page.locator('.xterm-helper-textarea').focus(),
  },
  {
    name: 'unplugged',
    after: 'console-focus',
    reach: async (page) => {
      await page.evaluate(() => virtualBoard.unplug())
      await result(page, /^The board was unplugged$/)
    },
  },
  { name: 'ready-portal', after: 'unplugged', reach: portalBoard },
  { name: 'joined', after: 'ready-portal', reach: join },
]
