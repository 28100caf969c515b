/** From the first click to the last, as a visitor without hardware would do it. */
import { expect, type Page } from '@playwright/test'
import { openSharing } from './page-steps'
import { expectSteadyLayout, recordShifts } from './steady-layout'
import { test } from './quick-board'

// One installation takes the time that it takes.
test.use({ boardSpeed: 1 })

async function installOnVirtualBoard(page: Page) {
  await page.getByRole('button', { name: 'Try without a board' }).click()
  await expect(page.getByText('ESP8266EX').first()).toBeVisible({ timeout: 45_000 })
  await page.getByRole('button', { name: /^(Install|Erase)/ }).click()
  await expect(page.getByRole('heading', { name: 'Your portal is running' })).toBeVisible({
    timeout: 45_000,
  })
}

test('first visit → try without a board → install → portal is running → reload → share', async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(180_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))

  await recordShifts(page)
  await page.goto('/')
  await expect(page.getByText('Wemos D1 Mini, captive portal').first()).toBeVisible()
  await installOnVirtualBoard(page)
  await expect(page.getByText(/ESP8266-[0-9a-f]{6}/).first()).toBeVisible()
  await expect(page.locator('.xterm-rows')).toContainText('DNS Server listening on')
  await expect(page.getByText('Virtual board').first()).toBeVisible()

  await expectSteadyLayout(page)
  await page.reload()
  await expect(page.getByText('Wemos D1 Mini, captive portal').first()).toBeVisible()

  await openSharing(page)
  const link = await page.getByRole('textbox', { name: /link/i }).inputValue()
  expect(link).toContain('#preset=')
  expect(new URL(link).search, 'never in the query').toBe('')

  const visitor = await browser.newContext({ baseURL })
  const second = await visitor.newPage()
  await second.goto(link)
  await expect(second.getByText('Somebody shared a preset with you')).toBeVisible()
  await expect(second.getByRole('button', { name: 'Keep this preset' })).toBeVisible()
  await visitor.close()
  expect(errors).toEqual([])
})
