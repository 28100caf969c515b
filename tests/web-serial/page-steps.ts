/** What a visitor does on the page, where more than one of these tests does it. */
import type { Page } from '@playwright/test'
import type { BoardHandle } from './board-handle'
import { chooseFirmware } from './firmware-file'
import { expect } from './fixtures'

/** A whole installation on a noisy machine; only hangs take that long. */
const installTimeoutMs = 90_000

export const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true })
export const heading = (page: Page, name: string) => page.getByRole('heading', { name })

/** Presses the button of the port that is there, and waits for the board behind it. */
export async function connect(page: Page): Promise<void> {
  await button(page, 'Use CH340').click()
  await seesBoard(page)
}

export const seesBoard = (page: Page) => expect(page.getByText('ESP8266EX').first()).toBeVisible()

export const portalRuns = (page: Page) =>
  expect(heading(page, 'Your portal is running')).toBeVisible({ timeout: installTimeoutMs })

/** Connects, chooses an image and installs it. */
export async function install(page: Page): Promise<void> {
  await connect(page)
  await chooseFirmware(page)
  await button(page, 'Install').click()
}

/** Another tab of the page wants the board that the first one has. */
export async function findsBoardTaken(second: Page): Promise<void> {
  await button(second, 'Use CH340').click()
  await expect(heading(second, 'Another tab of this page is using this board')).toBeVisible()
}

/** After an unplug; nobody is faster with the plug than the browser with the news. */
export async function plugIn(page: Page, board: BoardHandle): Promise<void> {
  const sees = () =>
    page.evaluate(async () => (await navigator.serial.getPorts()).some((port) => port.connected))
  await expect.poll(sees).toBe(false)
  await board.tell('plug')
  await expect.poll(sees).toBe(true)
}

/** Stops what runs on the board and calculates: keys to the board, and its answer, both seen. */
export async function calculate(page: Page, sum: string, result: number): Promise<void> {
  const screen = page.locator('.xterm-rows')
  // A key before MicroPython listens is lost, on every board.
  await expect(screen).toContainText('DNS Server listening')
  await button(page, 'Ctrl-C').click()
  await expect(screen).toContainText('>>>')
  await page.locator('.xterm-helper-textarea').focus()
  await page.keyboard.type(`print(${sum})\r`)
  await expect(screen).toContainText(String(result))
}
