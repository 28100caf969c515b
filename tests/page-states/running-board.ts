/** States of what a board that runs can be opened for: a network over the cable, and its files. After the board's own. */
import { expect, type Page } from '@playwright/test'
import type { PageState } from './page-state'

/** Real boards are that slow; the machine that tests are run on may be slower. */
const slow = { timeout: 60_000 }

const result = (page: Page) => page.getByRole('region', { name: 'Result' })
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })
const network = (page: Page, name: string) =>
  result(page).getByRole('listitem').filter({ hasText: name })

async function listNetworks(page: Page) {
  await button(page, 'Change network').click()
  // Its program may be stopped.
  await button(page, 'Go on').click(slow)
  await expect(network(page, 'Library')).toBeVisible(slow)
}

/** Of a network that is not in reach: the board looks for it for as long as it ever does. */
async function joinNowhere(page: Page) {
  await network(page, 'Another network').getByRole('button').click()
  await page.getByLabel('Network name').fill('Nowhere')
  await page.getByLabel('Network password').fill('any password')
  await button(page, 'Join').click()
  await expect(result(page).getByText('The board joins “Nowhere”.')).toBeVisible()
}

const refused = (page: Page) => expect(result(page).getByRole('alert')).toBeVisible(slow)

async function joinHome(page: Page) {
  await network(page, 'Home').getByRole('button', { name: /^Home/ }).click()
  await page.getByLabel('Network password').fill('correct horse')
  await button(page, 'Join').click()
  await expect(page.getByRole('heading', { name: 'The board is in “Home”' })).toBeVisible(slow)
}

async function openFiles(page: Page) {
  await button(page, 'Done').click()
  await button(page, 'Files').click()
  await button(page, 'Pause it and open the files').click()
  await expect(page.getByRole('treeitem', { name: /^main\.py / })).toBeVisible(slow)
}

async function openText(page: Page) {
  await page.getByRole('treeitem', { name: /^main\.py / }).dblclick()
  await expect(page.locator('.cm-content:visible')).toBeVisible(slow)
}

export const runningBoard: PageState[] = [
  { name: 'wifi-networks', after: 'joined', reach: listNetworks },
  { name: 'wifi-joining', after: 'wifi-networks', reach: joinNowhere },
  { name: 'wifi-refused', after: 'wifi-joining', reach: refused },
  { name: 'wifi-joined', after: 'wifi-refused', reach: joinHome },
  { name: 'files', after: 'wifi-joined', reach: openFiles },
  { name: 'files-editor', after: 'files', reach: openText },
]
