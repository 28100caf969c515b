/** The page on a phone, over WebUSB, with the bridge chip of each family in front of the board. */
import { expect, type Page } from '@playwright/test'
import type { BridgeKind } from '../../src/virtual-board/usb-devices/chips'
import { rotated } from '../support/turns'
import { chooseFirmware } from '../web-serial/firmware-file'
import { androidPhone, connectOverUsb, portalRuns, test } from './usb-phone'

test.use({ ...androidPhone, boardSpeed: 25 })
test.beforeEach(({ page: _ }, { project }) => {
  test.skip(project.name !== 'desktop', 'brings a phone of its own')
  test.setTimeout(120_000)
})

const allFamilies: BridgeKind[] = ['ch340', 'cp2102', 'ft232r', 'pl2303-ta', 'cdc-acm']
/**
 * A run of everything takes two of them, others the next time (CASES=all: all five): what each does in more depth is
 * in tests/contract/webusb-*.test.ts, for all of them in every run.
 */
const families = rotated(allFamilies, 2)

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true })
const unplugged = (page: Page) =>
  expect(page.getByRole('heading', { name: 'The board was unplugged' })).toBeVisible({
    timeout: 30_000,
  })

/** At a wire that carries 460,800 only as garbage. */
async function fallsDownTheLadder(page: Page) {
  await page.evaluate(() => makeVirtualBoard())
  await page.evaluate(() => (virtualBoard.faults.maxBaudRate = 240_000))
  await connectOverUsb(page)
  await chooseFirmware(page)
  const rate = () => page.evaluate(() => Math.round((virtualBoard.bridge.baudRate / 230_400) * 20))
  await expect.poll(rate, { message: 'near 230,400', timeout: 20_000 }).toBe(20)
}

for (const bridge of families) {
  test.describe(bridge, () => {
    test.use({ bridge })

    test('a rate that fails, unplugged in mid-write, resumed, reset, updated: the portal runs', async ({
      page,
    }) => {
      await page.goto('/')
      await fallsDownTheLadder(page)
      await page.evaluate(() => virtualBoard.faults.unplugInNextWrite())
      await button(page, /^Install/).click()
      await unplugged(page)
      await page.evaluate(() => virtualBoard.plug())
      await button(page, 'Try again').click()
      await portalRuns(page)
      const screen = page.locator('.xterm-rows')
      await expect(screen).toContainText('DNS Server listening')
      await button(page, 'Clear').click()
      await button(page, 'Reset').click()
      await expect(screen).toContainText('DNS Server listening')
      await bringWifi(page)
      expect(await page.evaluate(() => virtualBoard.usb.unknownRequests)).toEqual([])
    })
  })
}

test.describe('the phone is turned while it writes', () => {
  test.use({ boardSpeed: 10 })

  test('it stays awake, and says that it was in the background', async ({ page }) => {
    await page.addInitScript(() => {
      const locks = { asked: 0, released: 0 }
      const release = async () => void locks.released++
      const request = async () => (locks.asked++, { release })
      Object.defineProperty(navigator, 'wakeLock', { value: { request } })
      Object.assign(globalThis, { locks })
    })
    const locks = () => page.evaluate(() => (globalThis as unknown as { locks: object }).locks)
    await page.goto('/')
    await connectOverUsb(page)
    await chooseFirmware(page)
    await button(page, /^Install/).click()
    const writing = page.getByRole('progressbar', { name: /^Writing/ })
    await expect(writing).toHaveAttribute('value', /^[1-9]/)
    await page.setViewportSize({ width: 844, height: 390 })
    await expect(writing).toBeInViewport()
    expect(await locks()).toEqual({ asked: 1, released: 0 })
    await inBackground(page)
    await expect(page.getByText('The page was in the background')).toBeVisible()
    expect(await locks(), 'browsers release it in the background').toEqual({
      asked: 2,
      released: 0,
    })
    await page.setViewportSize({ width: 390, height: 844 })
    await portalRuns(page)
    expect(await locks()).toEqual({ asked: 2, released: 2 })
  })
})

/** By an update of the files alone. */
async function bringWifi(page: Page) {
  await button(page, 'Set up another board').click()
  await connectOverUsb(page)
  await page.getByText('Join your Wi-Fi at once').click()
  await page.getByLabel('Network name').fill('Home')
  await page.getByLabel('Network password').fill('correct horse')
  await button(page, 'Update files only').click()
  await expect(page.getByTestId('sent')).toContainText('1 file sent', { timeout: 30_000 })
}

/** Another app in front, and back. */
const inBackground = (page: Page) =>
  page.evaluate(() => {
    for (const state of ['hidden', 'visible']) {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }
  })
