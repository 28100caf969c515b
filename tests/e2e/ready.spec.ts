/** A connected board: the next button is always in sight, nothing moves by itself, nothing typed is lost. */
import { expect, type Page } from '@playwright/test'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { test } from './quick-board'

declare global {
  var virtualBoard: VirtualBoard
}

const connect = (page: Page) => page.getByRole('button', { name: 'Try without a board' }).click()
const install = (page: Page) => page.getByRole('button', { name: 'Install', exact: true })
const card = (page: Page) => page.getByRole('group', { name: 'Ready to install' })
const joinWifi = (page: Page) => page.getByText('Join your Wi-Fi at once')

/** From now on: how far things were moved that nobody has touched. */
const watchShifts = (page: Page) =>
  page.evaluate(() => {
    const shifts = { sum: 0 }
    Object.assign(globalThis, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number
        hadRecentInput: boolean
      })[])
        if (!entry.hadRecentInput) shifts.sum += entry.value
    }).observe({ type: 'layout-shift' })
  })
const shifts = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { shifts: { sum: number } }).shifts.sum)

test.beforeEach(async ({ page }) => {
  test.setTimeout(240_000)
  await page.goto('/')
})

test('plan and Install fit the screen, and neither plan nor phases move anything', async ({
  page,
}) => {
  await connect(page)
  await expect(install(page)).toBeInViewport({ ratio: 1, timeout: 30_000 })
  await watchShifts(page)
  const plan = page.getByTestId('plan')
  await expect(plan).toContainText('the flash is blank', { timeout: 90_000 })
  await expect(install(page)).toBeInViewport({ ratio: 1 })
  await expect(plan.getByText('Will be lost')).toBeInViewport({ ratio: 1 })
  await install(page).click()
  const last = page.getByRole('progressbar', { name: 'Opening the access point' })
  await expect(last).toBeVisible({ timeout: 150_000 })
  expect(await shifts(page)).toBeLessThanOrEqual(0.02)
})

test('facts about the board are one line that opens', async ({ page }) => {
  await connect(page)
  const line = page.getByText(/^ESP8266EX · 4 MB flash/)
  await expect(line).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('26 MHz')).toBeHidden()
  await line.click()
  await expect(page.getByText('26 MHz')).toBeVisible()
  await expect(page.getByText('c8 4016, GigaDevice')).toBeVisible()
})

test('a typed network survives an unplugged board', async ({ page, isMobile }) => {
  test.skip(isMobile, 'the same session at every screen size')
  await connect(page)
  await joinWifi(page).click({ timeout: 30_000 })
  await page.getByLabel('Network name').fill('Home')
  await page.getByLabel('Network password').fill('correct horse')
  await page.evaluate(() => virtualBoard.unplug())
  await expect(card(page)).toBeHidden({ timeout: 30_000 })
  await page.evaluate(() => virtualBoard.plug())
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('Joins “Home” at once').click({ timeout: 60_000 })
  await expect(page.getByLabel('Network password')).toHaveValue('correct horse')
})

test('the button stays at the lower edge, clear of what has the focus, and leaves a low screen', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 600 })
  await connect(page)
  await expect(install(page)).toBeInViewport({ ratio: 1, timeout: 30_000 })
  await joinWifi(page).click()
  await expect(install(page)).toBeInViewport({ ratio: 1 })
  const password = page.getByLabel('Network password')
  await page.getByLabel('Network name').focus()
  await page.keyboard.press('Tab')
  await expect(password).toBeFocused()
  const isClear = async () => {
    const [field, button] = [await password.boundingBox(), await install(page).boundingBox()]
    return field && button && field.y + field.height <= button.y
  }
  await expect.poll(isClear).toBe(true)
  await page.setViewportSize({ width: 390, height: 400 })
  await page.evaluate(() => scrollTo(0, 0))
  await expect(install(page)).not.toBeInViewport()
})

test('erasing everything is under More, and wants a tick', async ({ page }) => {
  await connect(page)
  await page.getByRole('button', { name: 'More', exact: true }).click({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Erase everything and install' }).click()
  const erase = page.getByRole('button', { name: 'Erase flash and install' })
  await expect(erase).toBeDisabled()
  await expect(erase).toHaveAccessibleDescription(/Tick above/)
  await page.getByLabel('I understand that everything').check()
  await expect(erase).toBeEnabled({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Install without erasing' }).click()
  await expect(erase).toHaveCount(0)
})
