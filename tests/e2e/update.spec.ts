/** Files alone over the console: beside Install, and where the bootloader does not answer. */
import { expect, type Page } from '@playwright/test'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { test } from './quick-board'

declare global {
  var virtualBoard: VirtualBoard
}

/** The portal is up, or has joined the network that was typed in. */
const running = (page: Page) =>
  page.getByRole('heading', { name: /^(Your portal is running|Your board is in “Home”)$/ })
const connect = (page: Page) => page.getByRole('button', { name: 'Try without a board' }).click()

test('one click sends what differs, the next one nothing; also without the bootloader', async ({
  page,
}, { project }) => {
  test.skip(project.name !== 'desktop')
  test.setTimeout(180_000)
  await page.goto('/')
  await connect(page)
  await page.getByRole('button', { name: 'Install', exact: true }).click()
  await expect(running(page)).toBeVisible({ timeout: 45_000 })

  await page.getByRole('button', { name: 'Set up another board' }).click()
  await connect(page)
  const update = page.getByRole('button', { name: 'Update files only' })
  // The board is as the preset wants it; with a network to be sent there is something to do.
  await expect(page.getByRole('button', { name: 'Start the portal' })).toBeEnabled({
    timeout: 30_000,
  })
  await page.getByText('Join your Wi-Fi at once').click()
  await page.getByLabel('Network name').fill('Home')
  await page.getByLabel('Network password').fill('correct horse')
  await expect(page.getByText(/MicroPython is current, so only files are sent/)).toBeVisible({
    timeout: 30_000,
  })
  await expect(update).toBeEnabled()
  await update.click()
  await expect(running(page)).toBeVisible({ timeout: 45_000 })
  await expect(page.getByTestId('sent')).toContainText(/^1 file sent, \d+ were up to date already/)
  await expect(page.getByText('192.168.1.23').first()).toBeVisible()
  await page.getByRole('button', { name: 'Print a label' }).click()
  await expect(page.getByTestId('sent'), 'until the next thing is done').toHaveCount(0)

  await page.getByRole('button', { name: 'Set up another board' }).click()
  await page.evaluate(() => void (virtualBoard.faults.wrongBootMode = true))
  await connect(page)
  const instead = page.getByRole('button', { name: 'Update its files only' })
  await expect(instead).toBeVisible({ timeout: 30_000 })
  await instead.click()
  await expect(running(page)).toBeVisible({ timeout: 45_000 })
  await expect(page.getByTestId('sent')).toContainText('Nothing to send')
})
