/** The plan before the button: what it says, and that it is what happens. */
import { expect, type Page } from '@playwright/test'
import { test } from './quick-board'

async function connect(page: Page) {
  await page.getByRole('button', { name: 'Try without a board' }).click()
  await expect(page.getByTestId('plan')).toBeVisible()
}

test.skip(({ isMobile }) => isMobile, 'its layout on phones is seen by npm run screenshots')

test('a plan first; with a network typed in, the board joins it at once', async ({ page }) => {
  await page.goto('/')
  await connect(page)
  const plan = page.getByTestId('plan')
  // Said only when all of the flash has been looked through: some seconds at a board's own pace.
  await expect(plan).toContainText('the flash is blank', { timeout: 30_000 })
  await expect(plan).toContainText(/\d+ KB over the cable, about \d+ s/)

  await page.getByText('Join your Wi-Fi at once').click()
  const password = page.getByLabel('Network password')
  await expect(password).toHaveAttribute('type', 'password')
  await page.getByLabel('Network name').fill('Home')
  await password.fill('short')
  await expect(page.getByRole('button', { name: 'Install', exact: true })).toBeDisabled()
  await password.fill('correct horse')
  await page.getByRole('button', { name: 'Install', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Your board is in “Home”' })).toBeVisible({
    timeout: 45_000,
  })
  await expect(page.getByText('192.168.1.23').first()).toBeVisible()
})
