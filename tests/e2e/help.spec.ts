/** Help where it is needed, the links out, the offer to install, and what is said without a network. */
import { expect, type Page } from '@playwright/test'
import { test } from './quick-board'

const footer = (page: Page) => page.getByRole('contentinfo')
const offline = (page: Page) => page.getByRole('status', { name: 'Offline' })

test('“No device found?” shows cable, driver, list and buttons, for the board of the preset', async ({
  page,
}) => {
  await page.goto('/')
  await page.getByText('No device found?').click()
  await expect(page.getByRole('img', { name: /Two USB cables/ })).toBeVisible()

  await page.getByText('The driver of the USB chip is missing').click()
  await page.getByText('For another computer').click()
  const wch = page.getByRole('link', { name: /WCH’s driver page/ }).first()
  await expect(wch).toHaveAttribute('href', /^https:\/\/www\.wch-ic\.com\//)
  await expect(wch).toHaveAttribute('rel', 'noopener noreferrer')

  await page.getByText('Which entry of the list is it?').click()
  await expect(page.getByRole('img', { name: /^The list of Chrome/ })).toBeVisible()
  await page.getByRole('radio', { name: 'Firefox' }).check({ force: true })
  await expect(page.getByRole('img', { name: /^The question of Firefox/ })).toBeVisible()

  await page.getByText('in the list, but does not answer').click()
  await expect(page.getByRole('img', { name: /^A D1 Mini/ })).toBeVisible()
  await page.getByRole('radio', { name: 'D1 Mini', exact: true }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('img', { name: /^A NodeMCU/ })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('img', { name: /^Wiring of an ESP-01/ })).toBeVisible()
  await expect(page.getByRole('cell', { name: 'EN or CH_PD' })).toBeVisible()
})

test('no picture and no word of the help is wider than the page', async ({ page }) => {
  await page.goto('/')
  await footer(page).getByRole('button', { name: 'Help with connecting' }).click()
  const folded = footer(page).locator('li > details:not([open]) > summary')
  await expect(folded.first()).toBeVisible() // its part is loaded when it is asked for
  while ((await folded.count()) > 0) await folded.first().click()
  await page.getByRole('radio', { name: 'ESP-01' }).check({ force: true })
  await expect(page.getByRole('img', { name: /^Wiring/ })).toBeVisible()
  const tooWide = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(await tooWide()).toBe(0)
})

test('a button of the footer opens its part there; Escape closes it, and the focus is back', async ({
  page,
}) => {
  await page.goto('/')
  const drivers = footer(page).getByRole('button', { name: 'USB drivers' })
  await drivers.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'USB drivers' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'USB drivers' })).toBeHidden()
  await expect(drivers).toBeFocused()

  await footer(page).getByRole('button', { name: 'What is stored where' }).click()
  await expect(footer(page)).toContainText('your presets, keys and own apps')
  await expect(page.getByRole('link', { name: /^MicroPython for ESP8266/ })).toHaveAttribute(
    'href',
    'https://micropython.org/download/ESP8266_GENERIC/',
  )
  await expect(footer(page)).toContainText(/Portal Flasher \d+\.\d+\.\d+/)
})

test('no cookie is set, and nothing is asked of another site', async ({
  page,
  context,
  baseURL,
  isMobile,
}) => {
  test.skip(isMobile, 'the same requests at every screen size')
  const foreign: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL!)) foreign.push(request.url())
  })
  await page.goto('/')
  for (const name of ['Help with connecting', 'USB drivers', 'What is stored where']) {
    await footer(page).getByRole('button', { name }).click()
    await expect(page.getByRole('heading', { name })).toBeFocused()
  }
  expect(await context.cookies()).toEqual([])
  expect(foreign).toEqual([])
})

test('the browser’s offer to install stands in the footer until it is taken', async ({ page }) => {
  const install = footer(page).getByRole('button', { name: 'Install as an app' })
  const make = () =>
    page.evaluate(() => {
      const asked = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
        prompt: async () => void (document.title = 'Asked'),
      })
      dispatchEvent(asked)
      return asked.defaultPrevented
    })
  await page.goto('/')
  await expect(footer(page)).toContainText('MIT licence')
  await expect(install).toBeHidden()
  expect(await make()).toBe(true)
  await install.click()
  await expect(page).toHaveTitle('Asked')
  await expect(install).toBeHidden()

  await make()
  await expect(install).toBeVisible()
  await page.evaluate(() => void dispatchEvent(new Event('appinstalled')))
  await expect(install).toBeHidden()
})

test('without a network one line says what works, moves nothing, and goes with the network', async ({
  page,
  context,
}) => {
  await page.goto('/')
  await expect(footer(page)).toContainText('MIT licence')
  const connect = page.getByRole('button', { name: 'Connect', exact: true })
  const before = await connect.boundingBox()
  await context.setOffline(true)
  await expect(offline(page)).toContainText('You are offline. What is on the screen goes on')
  expect(await connect.boundingBox()).toEqual(before)
  await context.setOffline(false)
  await expect(offline(page)).toBeEmpty()

  await context.setOffline(true)
  await offline(page).getByRole('button', { name: 'OK' }).click()
  await expect(offline(page)).toBeEmpty()
})

test('a server that is gone is noticed although the browser says that it is online', async ({
  page,
  isMobile,
}) => {
  test.skip(isMobile, 'the same at every screen size')
  await page.goto('/')
  await expect(footer(page)).toContainText('MIT licence')
  await page.route('**/service-worker.js', (route) => route.abort())
  await page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange')))
  await expect(offline(page)).toContainText('You are offline.')
  expect(await page.evaluate(() => navigator.onLine)).toBe(true)
})

test('a browser without Web Serial says which have it, and gives the address to copy', async ({
  page,
  context,
  baseURL,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.addInitScript(() => {
    delete (Navigator.prototype as { serial?: unknown }).serial
    delete (Navigator.prototype as { usb?: unknown }).usb
  })
  await page.goto('/?from=somewhere')
  await expect(
    page.getByText(/Chrome or Edge .from version 89 on., Opera .* or Firefox .from 151./),
  ).toBeVisible()
  await page.getByRole('button', { name: 'Copy the address' }).click()
  await expect(page.getByText('Copied. Open it on the other device.')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${baseURL}/`)
  await expect(page.getByRole('button', { name: 'Try without a board' })).toBeEnabled()
})

test('a board that does not answer: one fix with its picture, one button, the rest folded', async ({
  page,
}) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Try without a board' }).click()
  await page.getByRole('button', { name: 'Disconnect' }).click({ timeout: 20_000 })
  await page.evaluate(() => {
    const { virtualBoard } = globalThis as unknown as {
      virtualBoard: { faults: { neverSync: boolean } }
    }
    virtualBoard.faults.neverSync = true
  })
  await page.getByRole('button', { name: 'Try without a board' }).click()
  const card = page.getByRole('alert')
  await expect(card).toContainText('Most likely fix')
  await expect(card).toContainText('Connect D3 to G.')
  await expect(card.locator('button.primary')).toHaveText('Try again')
  await expect(card.getByText('Take off shields and wires')).toBeHidden()
  await card.getByText('Other things to try').click()
  await expect(card.getByText('Take off shields and wires')).toBeVisible()
  await expect(card.getByRole('img', { name: /^A D1 Mini/ })).toBeVisible()
})

test('a virtual board whose worker does not come has words, and the way out', async ({ page }, {
  project,
}) => {
  test.skip(project.name !== 'desktop', 'the same at every screen size')
  test.slow() // a board takes its own time
  await page.route('**/worker-browser*.js', (route) => route.abort())
  await page.goto('/')
  await page.getByRole('button', { name: 'Try without a board' }).click()
  await page.getByRole('button', { name: /^(Install|Erase)/ }).click({ timeout: 20_000 })
  const card = page
    .getByRole('alert')
    .filter({ hasText: 'A part of this page could not be loaded' })
  await expect(card).toBeVisible({ timeout: 60_000 })
})
