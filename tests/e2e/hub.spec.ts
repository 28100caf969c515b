/** After success: what the hub offers on a board that runs, with the keyboard and by touch. */
import { expect, type Page } from '@playwright/test'
import { editPreset, installInHomeNetwork, savePreset } from './page-steps'
import { test } from './quick-board'

const card = (page: Page) => page.getByRole('region', { name: 'Result' })
const tile = (page: Page, name: string) => card(page).getByRole('button', { name, exact: true })
const state = (page: Page, words: string) =>
  expect(card(page).getByRole('heading', { name: words })).toBeVisible({ timeout: 90_000 })

test.beforeEach(() => test.setTimeout(240_000))

test.skip(({ isMobile }) => isMobile, 'its layout on phones is seen by npm run screenshots')

async function install(page: Page) {
  await page.goto('/')
  await page.getByRole('button', { name: 'Try without a board' }).click()
  await page.getByRole('button', { name: /^Install/ }).click()
  await state(page, 'Your portal is running')
}

const panel = (page: Page) => card(page).locator('.card', { hasText: 'Set up Wi-Fi from here' })
const network = (page: Page, name: RegExp) => panel(page).getByRole('button', { name })

async function join(page: Page, password: string) {
  await panel(page).getByLabel('Network password').fill(password)
  await page.keyboard.press('Enter')
}

test('Wi-Fi from here: the list, a wrong password in words, then in, and no trace of either', async ({
  page,
}) => {
  await install(page)
  await tile(page, 'Set up Wi-Fi').click()
  await expect(page.getByRole('heading', { name: 'Set up Wi-Fi from here' })).toBeFocused()
  await expect(network(page, /^Home/)).toHaveAccessibleName('Home with a password Signal 4 of 4')
  await expect(network(page, /^Library/)).toHaveAccessibleName('Library no password Signal 2 of 4')
  await page.keyboard.press('Escape')
  await expect(tile(page, 'Set up Wi-Fi')).toBeFocused()

  await tile(page, 'Set up Wi-Fi').click()
  await network(page, /^Another network/).click()
  await expect(panel(page).getByLabel('Network name')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(panel(page).getByLabel('Network name')).toHaveAccessibleDescription(
    'Which network shall it join?',
  )
  await expect(panel(page).getByLabel('Network name')).toBeFocused()
  await network(page, /^Home/).click()
  await expect(panel(page).getByLabel('Network password')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(panel(page)).toContainText('This network wants a password.')

  await join(page, 'wrong horse')
  await expect(panel(page)).toContainText('The board joins “Home”.')
  await expect(panel(page).getByRole('alert')).toContainText('“Home” refused the password.', {
    timeout: 60_000,
  })
  await expect(panel(page).getByLabel('Network password'), 'only this again').toHaveValue('')
  await join(page, 'correct horse')
  await expect(panel(page).getByRole('heading', { name: 'The board is in “Home”' })).toBeVisible({
    timeout: 60_000,
  })
  await expect(panel(page)).toContainText('http://192.168.1.23/')
  await state(page, 'Your board is in “Home”')
  await expect(panel(page)).toContainText('Its own Wi-Fi has closed.', { timeout: 60_000 })
  await expect(card(page)).toContainText('its address exists only inside this page')

  await panel(page).getByRole('button', { name: 'Done', exact: true }).click()
  await expect(tile(page, 'Change network'), 'it would move').toBeFocused()
  await page.getByRole('button', { name: 'Make a report' }).click()
  await page.getByLabel('Include network names').check()
  const report = page.getByRole('region', { name: 'Text of the report' })
  await expect(report).toContainText('Improv gives a network')
  await expect(report).toContainText(/^wifi at .*: wrong/m)
  // The one at home is written beside the phone, to be typed there.
  await page.locator('#phone').evaluate((phone) => phone.remove())
  const all = await page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      location.href,
      JSON.stringify({ ...localStorage, ...sessionStorage }),
    ].join(),
  )
  for (const secret of ['wrong horse', 'correct horse', '63 6f 72 72 65 63 74']) {
    expect(all, 'no password on the page').not.toContain(secret)
  }
})

test('one part at a time; the label alone is printed, with nothing secret on it', async ({
  page,
}) => {
  await page.goto('/')
  await installInHomeNetwork(page)
  await state(page, 'Your board is in “Home”')
  await tile(page, 'Files').click()
  await expect(page.getByRole('heading', { name: 'Files on the board' })).toBeFocused()
  await expect(card(page)).toContainText('/main.py')
  await tile(page, 'Print a label').click()
  await expect(page.getByRole('heading', { name: 'Files on the board' })).toHaveCount(0)
  const preview = page.getByRole('group', { name: 'Preview of the label' })
  await expect(preview).toContainText(/ESP8266-[0-9a-f]{6}/)
  await expect(preview.getByRole('img', { name: /^QR code that joins ESP8266-/ })).toBeVisible()

  const sheet = page.getByTestId('label-sheet')
  await expect(sheet).toBeHidden()
  await page.emulateMedia({ media: 'print' })
  await expect(sheet).toBeVisible()
  await expect(sheet).toContainText('http://192.168.4.1/')
  await expect(sheet).not.toContainText(/Home|correct horse/)
  await expect(card(page)).toBeHidden()
  const box = await sheet.locator('.label').boundingBox()
  expect(Math.round(box!.width), '62 mm').toBe(Math.round((62 / 25.4) * 96))
  await page.emulateMedia({ media: null })
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await expect(tile(page, 'Print a label')).toBeFocused()
})

test('a board that is unplugged meanwhile fails in words, and the hub comes back', async ({
  page,
}) => {
  await install(page)
  await page.evaluate(() => virtualBoard.unplug())
  await state(page, 'The board was unplugged')
  await expect(tile(page, 'Set up Wi-Fi')).toHaveCount(0)
  await tile(page, 'Print a label').click()
  await expect(page.getByRole('heading', { name: 'Label for this board' })).toBeFocused()
  await page.evaluate(() => virtualBoard.plug())
  await page.getByRole('button', { name: 'Open the console again' }).click()
  await expect(tile(page, 'Set up Wi-Fi')).toBeVisible({ timeout: 60_000 })
})

test('one board after the other: share, change, bring it there, files, and leave', async ({
  page,
}) => {
  await install(page)
  await test.step('the link, its code, and back to the button', async () => {
    await tile(page, 'Share preset').click()
    await expect(page.getByRole('heading', { name: /^Share “/ })).toBeFocused()
    expect(await page.getByRole('textbox', { name: 'Link' }).inputValue()).toContain('#preset=')
    await expect(page.getByRole('img', { name: /^QR code of the link/ })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(tile(page, 'Share preset')).toBeFocused()
  })
  await test.step('a preset that is changed is said to be, and brought to the board', async () => {
    await editPreset(page)
    await page.getByLabel('Access point name').fill('Garden board')
    await savePreset(page)
    await expect(card(page)).toContainText('The preset is no longer what is on the board.')
    await page.getByRole('button', { name: 'Bring it to the board' }).click()
    await page.getByRole('button', { name: 'Update files only' }).click({ timeout: 60_000 })
    await expect(card(page)).toContainText('Garden board', { timeout: 60_000 })
    await expect(card(page)).not.toContainText('The preset is no longer')
  })
  await test.step('to the console, to the plan for files, and to the next board', async () => {
    await tile(page, 'Console').click()
    await expect(page.getByRole('heading', { name: 'Console' })).toBeFocused()
    await expect(page.getByRole('heading', { name: 'Console' })).toBeInViewport()

    await tile(page, 'Files').click()
    await page.getByRole('button', { name: 'Put files on the board' }).click()
    await expect(page.getByRole('button', { name: 'Add files' })).toBeVisible({ timeout: 60_000 })
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('button', { name: 'Only open the console' }).click()
    await expect(card(page)).toBeVisible({ timeout: 60_000 })
    await tile(page, 'Disconnect').click()
    await expect(page.getByRole('button', { name: 'Try without a board' })).toBeVisible()
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
  })
})
