/** The story of phone and board, in steps that use locators alone: any driver with Playwright's shape can take them. */
import type { Page } from '@playwright/test'

const slow = { timeout: 60_000 }
const section = (page: Page) => page.locator('#phone')

/** The page that the board serves, in its frame within the sheet. */
export const servedPage = (page: Page) =>
  section(page).frameLocator('iframe').frameLocator('iframe')

export async function startDemo(page: Page): Promise<void> {
  await page.goto('./#demo')
  await page.getByText('The demo’s board runs').waitFor(slow)
}

export const choosePhone = (page: Page, name: string) =>
  section(page).getByRole('radio', { name }).check()

/** Its own access point, in the phone's list. */
export const joinBoard = (page: Page) =>
  section(page)
    .getByRole('button', { name: /Your board/ })
    .click(slow)

/** Nobody has asked for it. */
export const sheetOpensByItself = (page: Page) =>
  servedPage(page).getByRole('button', { name: 'Connect' }).waitFor(slow)

export async function signIn(page: Page, password: string): Promise<void> {
  const served = servedPage(page)
  await served.getByRole('radio', { name: /Home$/ }).check()
  await served.getByLabel('Password', { exact: true }).fill(password)
  await served.getByRole('button', { name: 'Connect' }).click()
}

/** Back in the list, in no network. */
export async function leaveNetwork(page: Page): Promise<void> {
  const phone = section(page)
  await phone.getByRole('button', { name: /^(Close|Close the browser|Cancel)$/ }).click()
  const leave = phone.getByRole('button', { name: 'Leave', exact: true })
  if (await leave.isVisible()) await leave.click()
  await phone.getByText('In no network.').first().waitFor(slow)
}

export const phoneComesHome = (page: Page) =>
  section(page).getByText('Connected, with internet.').first().waitFor(slow)

export async function cyclePower(page: Page): Promise<void> {
  const power = section(page).getByRole('switch', { name: 'Power' })
  await power.click()
  await section(page).getByText('No power.').waitFor(slow)
  await power.click()
}
