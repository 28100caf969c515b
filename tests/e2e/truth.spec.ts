/** What the page says of a running board, while the board goes on: card, step, tab title and console. */
import { expect, type Page } from '@playwright/test'
import { installInHomeNetwork, openOnlyTheConsole } from './page-steps'
import { expectSteadyLayout, recordShifts } from './steady-layout'
import { test } from './quick-board'

const card = (page: Page) => page.getByRole('region', { name: 'Result' })
const beside = (page: Page) => page.getByTestId('now')

/** Everywhere the same words. */
async function saysEverywhere(page: Page, words: string) {
  await expect(card(page).getByRole('heading', { level: 3 })).toHaveText(words, {
    timeout: 120_000,
  })
  await expect(page).toHaveTitle(`${words} – Portal Flasher`)
  await expect(beside(page)).toHaveText(words)
}

const board = (page: Page, verb: 'unplug' | 'plug' | 'pressResetButton') =>
  page.evaluate((name) => {
    const { virtualBoard } = globalThis as unknown as {
      virtualBoard: Record<string, () => void>
    }
    virtualBoard[name]?.()
  }, verb)

test.beforeEach(() => test.setTimeout(300_000))

test('the card, the step, the tab and the console say the same from the portal to the unplug', async ({
  page,
}, { project }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Try without a board' }).click()
  await page.getByRole('button', { name: /^Install/ }).click()
  await expect(page).toHaveTitle(/^\d+ % Writing/, { timeout: 90_000 })
  await saysEverywhere(page, 'Your portal is running')
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
  await page.screenshot({
    path: `${project.outputDir}/truth-${project.name}-portal.png`,
    fullPage: true,
  })

  await page.getByRole('button', { name: 'Ctrl-C' }).click()
  await saysEverywhere(page, 'The program on the board was stopped')
  await expect(card(page)).not.toContainText('Wi-Fi name')
  await page.screenshot({
    path: `${project.outputDir}/truth-${project.name}-stopped.png`,
    fullPage: true,
  })

  await page.getByRole('button', { name: 'Ctrl-D' }).click()
  await saysEverywhere(page, 'Your portal is running')

  await page.getByRole('button', { name: 'Reset', exact: true }).click()
  await saysEverywhere(page, 'The board is starting')
  await saysEverywhere(page, 'Your portal is running')

  await board(page, 'unplug')
  await saysEverywhere(page, 'The board was unplugged')
  await expect(card(page)).toContainText('You can power it anywhere now')
  await expect(card(page), 'the Wi-Fi name stays').toContainText(/ESP8266-[0-9a-f]{6}/)
  await expect(page.getByRole('alert'), 'no red error').toHaveCount(0)
  await page.screenshot({
    path: `${project.outputDir}/truth-${project.name}-unplugged.png`,
    fullPage: true,
  })

  await board(page, 'plug')
  await page.getByRole('button', { name: 'Open the console again' }).click()
  await expect(card(page)).toContainText('The console is open. MicroPython and the portal were', {
    timeout: 60_000,
  })
  await saysEverywhere(page, 'Your portal is running')
})

test('joined the home network: the address, the app, and a tick at the last step', async ({
  page,
}, { project }) => {
  await recordShifts(page)
  await page.goto('/')
  await installInHomeNetwork(page)
  await saysEverywhere(page, 'Your board is in “Home”')
  await expect(card(page)).toContainText('http://192.168.1.23/')
  await expect(page.getByRole('heading', { name: 'Step 4, done: Phone' })).toBeVisible()
  await expectSteadyLayout(page)
  await page.screenshot({
    path: `${project.outputDir}/truth-${project.name}-joined.png`,
    fullPage: true,
  })
})

test('“Only open the console” neither ticks Install nor claims a portal', async ({ page }, {
  project,
}) => {
  await page.goto('/')
  await openOnlyTheConsole(page)
  await expect(card(page)).toContainText('The console is open. Nothing was changed on the board.')
  await expect(page.getByRole('heading', { name: 'Step 3: Install' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Portal Flasher')
  await page.screenshot({
    path: `${project.outputDir}/truth-${project.name}-console.png`,
    fullPage: true,
  })
})
