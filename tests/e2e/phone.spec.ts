/** The whole story without hardware: a phone meets the portal of the virtual board. */
import { expect, test } from '@playwright/test'
import {
  choosePhone,
  cyclePower,
  joinBoard,
  leaveNetwork,
  phoneComesHome,
  servedPage,
  sheetOpensByItself,
  signIn,
  startDemo,
} from './phone-steps'

const slow = { timeout: 60_000 }

test('each phone finds the portal, and one brings the board home', async ({ page }) => {
  test.setTimeout(150_000)
  await startDemo(page)
  for (const name of ['iPhone', 'Windows', 'Firefox', 'Kindle']) {
    await choosePhone(page, name)
    await joinBoard(page)
    await sheetOpensByItself(page)
    await leaveNetwork(page)
  }
  await choosePhone(page, 'Android')
  await joinBoard(page)
  await sheetOpensByItself(page)

  await signIn(page, 'correct horse!')
  await expect(servedPage(page).locator('body')).toContainText(/password/i, slow)
  await expect(page.locator('#phone')).toContainText('It could not join “Home”.', slow)

  await signIn(page, 'correct horse')
  await expect(servedPage(page).locator('body')).toContainText('192.168.1.23', slow)
  await phoneComesHome(page)
  await expect(page.getByRole('button', { name: /Your board/ })).toHaveCount(0)

  await page.getByText(/^What they said/).click()
  const timeline = page.locator('#phone ol')
  await expect(timeline).toContainText('Failed to connect to')
  await expect(timeline).toContainText('Turned off access point')

  await cyclePower(page)
  await expect(page.locator('#phone')).toContainText('It is in “Home”.', slow)
  await page.getByRole('button', { name: 'Leave the demo' }).click()
  await expect(page.getByRole('button', { name: 'Try without a board' })).toBeVisible()
})
