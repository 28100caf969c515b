/** Every word of the page is a message, in all of its states; and there is room for longer languages. */
import { expect, type Page } from '@playwright/test'
import { expectOnlyMessages, speakPseudo } from './pseudo-language'
import { test } from './quick-board'

test.beforeEach(async ({ page }) => {
  await speakPseudo(page)
  await page.goto('/')
  await expect(button(page, 'Connect').first()).toBeVisible()
})

const button = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(name) })

test.skip(({ isMobile }) => isMobile, 'its layout on phones is seen by npm run screenshots')

test('the first view, with what opens in it', async ({ page }) => {
  await expectOnlyMessages(page, 'first view')
  await page.getByText('No device found?').click()
  await expectOnlyMessages(page, 'no device found')
  await button(page, 'Language and theme').click()
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeVisible()
  await expectOnlyMessages(page, 'language and theme')
  await page.keyboard.press('Escape')
  await button(page, 'Make a report').click()
  await expect(button(page, 'Copy').first()).toBeVisible()
  await expectOnlyMessages(page, 'report')
})

test('presets: editor, sharing and keys', async ({ page }) => {
  await button(page, 'Change').first().click()
  await button(page, 'Edit').first().click()
  await expect(page.getByRole('textbox').first()).toBeVisible()
  for (const summary of await page.locator('form summary').all()) await summary.click()
  await expectOnlyMessages(page, 'editor')
  await button(page, 'Cancel').first().click()
  await button(page, 'Share').first().click()
  await expect(page.getByRole('textbox').first()).toBeVisible()
  await expectOnlyMessages(page, 'share')
  await page.keyboard.press('Escape')
  await button(page, 'Keys').first().click()
  await expect(button(page, 'Add a key')).toBeVisible()
  await expectOnlyMessages(page, 'keys')
})

test('a virtual board, from connecting to a running portal with its console', async ({ page }) => {
  test.skip(test.info().project.name !== 'desktop', 'the same words on every screen')
  test.slow() // a board takes its own time
  await button(page, 'Try without a board').click()
  const install = button(page, '⟦(Install|Erase)').first()
  await expect(install).toBeEnabled({ timeout: 45_000 })
  await expectOnlyMessages(page, 'connected')
  await install.click()
  await expect(page.getByRole('progressbar').first()).toBeVisible({ timeout: 15_000 })
  await expectOnlyMessages(page, 'installing')
  await expect(page.locator('h2, h3').getByText('Your portal is running')).toBeVisible({
    timeout: 90_000,
  })
  await expect(page.locator('.xterm')).toBeVisible()
  await expectOnlyMessages(page, 'running')
})
