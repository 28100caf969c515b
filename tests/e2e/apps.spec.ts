/** A starter app, from the choice in the preset to what it says on the board's console. */
import { expect, type Page } from '@playwright/test'
import { editPreset, installInHomeNetwork, savePreset } from './page-steps'
import { test } from './quick-board'

const choice = (page: Page) => page.getByLabel('After the portal')

async function edit(page: Page) {
  await page.goto('/')
  await editPreset(page)
  await expect(choice(page)).toBeVisible()
}

test('blink is chosen, goes along, and runs when the board is in the network', async ({ page }, {
  project,
}) => {
  test.skip(project.name !== 'desktop', 'the board is the same at every screen size')
  await edit(page)
  await choice(page).selectOption('Blink')
  await expect(page.getByText('Blinks the LED of the module')).toBeVisible()
  await savePreset(page)

  await installInHomeNetwork(page)
  await expect(page.locator('.xterm-rows')).toContainText('Blinking the LED on GPIO2', {
    timeout: 45_000,
  })
})

test('an app’s questions join those of the sign-in page, and a shared link names the app', async ({
  page,
  browser,
  baseURL,
  isMobile,
}) => {
  test.skip(isMobile, 'the same form at every screen size')
  await edit(page)
  await choice(page).selectOption('Telegram messages')
  await expect(page.getByText('The sign-in page asks for “Bot token”, “Chat id”')).toBeVisible()
  await page.getByText('The sign-in page asks for').click()
  await expect(page.getByText('saved as token')).toBeVisible()
  await expect(page.getByLabel('Name in settings.json')).toHaveCount(0)
  await choice(page).selectOption('Signed request')
  await expect(page.getByText('saved as exchange')).toBeVisible()
  await page.getByRole('button', { name: 'Change these fields' }).click()
  await expect(page.getByLabel('Label', { exact: true }).first()).toBeFocused()
  await expect(page.getByLabel('Name in settings.json').first()).toHaveValue('exchange')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: /share/i }).first().click()
  const link = await page.getByRole('textbox', { name: /link/i }).inputValue()

  const visitor = await browser.newContext({ baseURL })
  const second = await visitor.newPage()
  await second.goto(link)
  await expect(
    second.getByText('Runs the app “signed_request” when it is connected.'),
  ).toBeVisible()
  await expect(second.getByText(/also asks for: .*“API secret”/)).toBeVisible()
  await visitor.close()
})

test('an app of one’s own is pasted, runs on the board, and is still there after a reload', async ({
  page,
}, { project }) => {
  test.skip(project.name !== 'desktop', 'the board is the same at every screen size')
  await edit(page)
  await page.getByText('Add an app of my own').click()
  await page.getByLabel('Name of the app').fill('hello')
  const python = page.getByLabel('Its Python')
  await python.fill('print(1)')
  await page.getByRole('button', { name: 'Add this app' }).click()
  await expect(page.getByText('The file needs a function')).toBeVisible()
  await python.fill("def run(wifi, settings):\n    print('Hello from', wifi.ifconfig()[0])\n")
  await page.getByRole('button', { name: 'Add this app' }).click()
  await expect(choice(page)).toHaveValue('hello')
  await savePreset(page)
  await page.reload()

  await installInHomeNetwork(page)
  await expect(page.locator('.xterm-rows')).toContainText('Hello from 192.168.1.23', {
    timeout: 45_000,
  })
})
