/**
 * The whole story without hardware: a phone meets the portal of the virtual board. By hand once; then for each phone, in
 * Chromium and in Firefox, with the timeline held against the portal's own log.
 */
import { expect, type Page } from '@playwright/test'
import { phoneSystems } from '../../src/phone/systems'
import { findFirefox, launchFirefox } from '../support/firefox'
import type { DrivenPage } from './driven-page'
import { wholeStory, type Told } from './phone-story'
import {
  choosePhone,
  joinBoard,
  leaveNetwork,
  phoneComesHome,
  servedPage,
  sheetOpensByItself,
  signIn,
  startDemo,
} from './phone-steps'
import { test } from './quick-board'

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

  await signIn(page, 'correct horse')
  await expect(servedPage(page).locator('body')).toContainText('192.168.1.23', slow)
  await phoneComesHome(page)
  await expect(page.getByRole('button', { name: /Your board/ })).toHaveCount(0)

  await page.getByText(/^What they said/).click()
  await expect(page.locator('#phone ol')).toContainText('Turned off access point')
  await page.getByRole('button', { name: 'Leave the demo' }).click()
  await expect(page.getByRole('button', { name: 'Try without a board' })).toBeVisible()
})

const names = phoneSystems.map(({ name }) => name)
/** Between two lines of the portal: MicroPython's prompt, and what the console itself and the ROM say. */
const notTheProgram = /^(>>>|…|#\d ets_task|$)/
const lines = ({ entries }: Told) =>
  entries.flatMap(({ kind, words }) =>
    kind === 'board' ? [words.replace('The board prints: ', '')] : [],
  )
const wordsOf = ({ entries }: Told, kind: string) =>
  entries.filter((entry) => entry.kind === kind).map(({ words }) => words)

/** What phone and board have told, held against each other. */
function expectTruth(told: Told, name: string): void {
  const log = told.console.filter((line) => !notTheProgram.test(line))
  expect(lines(told), name).toEqual(log)
  const atPortal = log.slice(0, log.indexOf('Turned off access point') + 1)
  const trying = "Trying to connect to SSID 'Home'"
  const address = '192.168.1.23'
  expect(atPortal, name).toEqual([
    'A phone is here',
    trying,
    "Failed to connect to 'Home': wrong",
    trying,
    `Connected to 'Home' with IP ${address}`,
    'Wrote credentials to /wifi.creds',
    'Turned off access point',
  ])
  // After the power was back, without any phone.
  expect(log.slice(atPortal.length)).toEqual(
    expect.arrayContaining([trying, `Connected to 'Home' with IP ${address}`]),
  )
  // A Kindle's own page is under the name that it has asked for.
  const sent = wordsOf(told, 'http').filter((words) => /http:\/\/[^/ ]+\/connect\b/.test(words))
  expect(sent, name).toHaveLength(2)
  const joined = wordsOf(told, 'joined')
  expect(joined.map((words) => /address (192\.168\.\d+)/.exec(words)?.[1])).toEqual([
    '192.168.4',
    '192.168.1',
  ])
  const [atBoard = '', atHome = '', ...more] = wordsOf(told, 'verdict')
  expect(atBoard, name).toContain('sign-in is wanted')
  expect(atHome, name).toContain('has found the internet')
  expect(more, name).toEqual([])
  expect(told.violations, name).toEqual([])
}

/** Side by side, each with a board of its own: most of their time they wait. More are too much for two cores. */
async function everyPhone(
  newPage: () => Promise<DrivenPage>,
  url: string,
  of: readonly string[] = names,
): Promise<void> {
  const waiting = [...of]
  const lane = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const page = await newPage()
      expectTruth(await wholeStory(page, url, name), name)
      await page.close()
    }
  }
  await Promise.all([lane(), lane(), lane()])
}

test.describe('every phone', () => {
  test.skip(({ isMobile }) => isMobile, 'the same story on every screen')

  test('in Chromium: the timeline is what the portal’s own log says', async ({
    context,
    baseURL,
  }) => {
    test.setTimeout(360_000)
    const noise: string[] = []
    const newPage = async () => {
      const page: Page = await context.newPage()
      page.on('console', (message) => message.type() === 'error' && noise.push(message.text()))
      page.on('pageerror', ({ message }) => noise.push(message))
      return page as DrivenPage
    }
    await everyPhone(newPage, `${baseURL}/`)
    expect(noise).toEqual([])
  })

  test('in Firefox: the timeline is what the portal’s own log says', async ({ baseURL }) => {
    test.skip(!findFirefox(), 'Firefox is missing: apt-get install firefox-esr')
    test.setTimeout(360_000)
    // One phone: in a headless Firefox the tabs behind the first one hardly get on.
    const noise: string[] = []
    const browser = await launchFirefox({
      // Only one tab is in front.
      'dom.min_background_timeout_value': 4,
      'dom.timeout.enable_budget_timer_throttling': false,
    })
    const newPage = async () => {
      const page = await browser.newPage()
      page.on('console', (message) => message.type() === 'error' && noise.push(message.text()))
      page.on('pageerror', (error) => noise.push(String(error)))
      await page.evaluateOnNewDocument(() => {
        globalThis.virtualBoardSpeed = 3
        globalThis.virtualBoardClockSpeed = 4
      })
      return page as unknown as DrivenPage
    }
    try {
      await everyPhone(newPage, `${baseURL}/`, ['Android'])
    } finally {
      await browser.close()
    }
    expect(noise).toEqual([])
  })
})
