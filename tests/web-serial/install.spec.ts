/** The production page on Chromium's own Web Serial: DTR, RTS, baud rates and all. */
import { smallOfficialImage } from './firmware-file'
import { expect, test } from './fixtures'

test('install → portal runs → console answers', async ({ page, board }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Use CH340' }).click()
  await expect(page.getByText('ESP8266EX')).toBeVisible({ timeout: 20_000 })
  await page.locator('input[type=file]').last().setInputFiles(smallOfficialImage())
  await page.getByRole('button', { name: 'Install', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Your portal is running' })).toBeVisible({
    timeout: 60_000,
  })
  expect(await board.tell('is-open')).toBe(true)
})
