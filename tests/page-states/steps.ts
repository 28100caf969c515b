/** Steps that lead to states of the page; those that browser tests take as well are in tests/e2e/page-steps.ts. */
import { expect, type Page } from '@playwright/test'

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })

/** The list of all presets, with its tools. */
export async function openLibrary(page: Page): Promise<void> {
  await expect(
    page.getByRole('group', { name: 'Presets' }).getByRole('radio').first(),
  ).toBeVisible()
}

/** The selected preset, in the form. */
export async function editPreset(page: Page): Promise<void> {
  await openLibrary(page)
  await button(page, 'Edit').click()
  await expect(page.getByLabel('Access point name')).toBeVisible()
}

/** The link of the selected preset. */
export async function openShare(page: Page): Promise<void> {
  await openLibrary(page)
  await button(page, 'Share').click()
  await expect(page.getByRole('textbox', { name: 'Link' })).toBeVisible()
}

export async function openKeys(page: Page): Promise<void> {
  await openLibrary(page)
  await button(page, 'Keys').click()
  await expect(button(page, 'Add a key')).toBeVisible()
}

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
    .getByRole('button', { name: /another board|Back/ })
    .click()
