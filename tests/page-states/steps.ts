/** Steps that lead to states of the page; those that browser tests take as well are in tests/e2e/page-steps.ts. */
import { expect, type Page } from '@playwright/test'

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })

export async function openReport(page: Page): Promise<void> {
  await button(page, /Make a report/).click()
  await expect(button(page, 'Copy report')).toBeVisible()
}

export const connectVirtual = (page: Page) => button(page, 'Try without a board').click()

/** The button that starts what the plan says. */
export const installButton = (page: Page) => button(page, /^(Install|Start the portal|Erase)/)

/** The network that the virtual board can join, for the install that is planned. */
export async function fillHomeNetwork(page: Page): Promise<void> {
  await page.getByText('Join your Wi-Fi at once').click()
  await page.getByLabel('Network name').fill('Home')
  await page.getByLabel('Network password').fill('correct horse')
}

/** From a board that runs, back to the beginning. */
export const anotherBoard = (page: Page) =>
  page
    .getByRole('region', { name: 'Result' })
    .getByRole('button', { name: /another board|Back$/ })
    .click()
