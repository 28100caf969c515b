/** Flash chips that tell no size, or do not answer: what the page says, and the way on. */
import { expect, type Page } from '@playwright/test'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { editPreset, savePreset } from './page-steps'
import { test } from './quick-board'

declare global {
  var virtualBoard: VirtualBoard
}

const connect = (page: Page) => page.getByRole('button', { name: 'Try without a board' }).click()

/** The virtual board exists from the first connection on. */
async function withFlashId(page: Page, word: number) {
  await page.goto('/')
  await connect(page)
  await page.getByRole('button', { name: 'Disconnect' }).click({ timeout: 20_000 })
  await page.evaluate((id) => virtualBoard.faults.flashId(id), word)
  await connect(page)
}

test.skip(({ isMobile }) => isMobile, 'its layout on phones is seen by npm run screenshots')

test('an id that names no size: a person chooses it, and the plan is there', async ({ page }) => {
  await withFlashId(page, 0x0140c8)
  await expect(page.getByText('does not report the size of its flash')).toBeVisible({
    timeout: 20_000,
  })
  await expect(page.getByLabel('Flash size of this board')).toHaveValue('4MB')
  await page.getByRole('button', { name: 'Connect with 4 MB' }).click()
  await expect(page.getByTestId('plan')).toBeVisible({ timeout: 30_000 })
})

test('a preset may know the size, and is refused where the chip says another', async ({ page }) => {
  await page.goto('/')
  await editPreset(page)
  await page.getByText('Advanced', { exact: true }).click()
  await page.getByLabel('Flash size').selectOption('1MB')
  await savePreset(page)
  await connect(page)
  await expect(page.getByText('another flash size than was chosen')).toBeVisible({
    timeout: 30_000,
  })
  await expect(page.getByRole('button', { name: 'Install', exact: true })).toBeDisabled()
})

test('no flash chip answers: reported, with the wiring that may cause it', async ({ page }) => {
  await withFlashId(page, 0xffffff)
  await expect(page.getByText('No flash chip answers on this board')).toBeVisible({
    timeout: 20_000,
  })
  await expect(page.getByText('GPIO 6 to 11')).toBeVisible()
  await expect(page.getByLabel('Flash size of this board')).toHaveCount(0)
})
