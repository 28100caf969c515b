/** Wi-Fi from here in Firefox: from a board that has just been set up into the home network. */
import { test } from '@playwright/test'
import { findFirefox, launchFirefox } from '../support/firefox'
import { click, sees, type DrivenPage } from './driven-page'

test.skip(({ isMobile }) => isMobile, 'the same on every screen')

/** In ms; on a noisy machine. */
const inTime = 60_000

test('the panel lists the networks, and the board joins the chosen one', async ({ baseURL }) => {
  test.skip(!findFirefox(), 'Firefox is missing: apt-get install firefox-esr')
  test.setTimeout(120_000)
  const browser = await launchFirefox()
  try {
    const tab = await browser.newPage()
    await tab.evaluateOnNewDocument(() => {
      globalThis.virtualBoardSpeed = 3
      globalThis.virtualBoardClockSpeed = 4
    })
    const page = tab as unknown as DrivenPage
    const press = (words: string, selector = 'button') =>
      click(() => page, { selector, words }, inTime)
    const says = (words: string) => sees(() => page, { selector: 'body', words }, inTime)
    await page.goto(`${baseURL}/`)
    await press('^Try without a board$')
    await press('^Install')
    await says('Your portal is running')
    await press('^Set up Wi-Fi$')
    await press('^Home', 'button.network') // the phone beside the board has a list, too
    await tab.locator('input[type=password]').wait()
    await page.keyboard.type('correct horse')
    await page.keyboard.press('Enter')
    await says('The board is in “Home”')
    await says('http://192.168.1.23/')
    await press('^Done$')
    await says('Your board is in “Home”')
  } finally {
    await browser.close()
  }
})
