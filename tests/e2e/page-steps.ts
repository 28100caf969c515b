/** Steps that several browser tests take through the page. */
import { expect, type Page } from '@playwright/test'

/** Installs on the virtual board, with a home network that it joins at once. */
export async function installInHomeNetwork(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try without a board' }).click()
  await page.getByText('Join your Wi-Fi at once').click()
  await page.getByLabel('Network name').fill('Home')
  await page.getByLabel('Network password').fill('correct horse')
  await page.getByRole('button', { name: /^Install/ }).click()
}

/** Connects the virtual board to its console, without writing anything. */
export async function openOnlyTheConsole(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try without a board' }).click()
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('button', { name: 'Only open the console' }).click()
}

/** All presets, before everything else on the page. */
export async function openLibrary(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await expect(page.getByRole('dialog').getByRole('heading').first()).toBeVisible()
}

/** Back to the page, with the preset that is chosen now. */
export async function closeLibrary(page: Page): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: 'Done', exact: true }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** The chosen preset in its form. */
export async function editPreset(page: Page): Promise<void> {
  await openLibrary(page)
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Edit preset' })).toBeVisible()
}

/** What is typed in the form is saved, and the page is back. */
export async function savePreset(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await closeLibrary(page)
}

/** The keys for signed links. */
export async function openKeys(page: Page): Promise<void> {
  await openLibrary(page)
  await page.getByRole('button', { name: 'Keys', exact: true }).click()
}

/** The chosen preset as a link. */
export async function openSharing(page: Page): Promise<void> {
  await openLibrary(page)
  await page.getByRole('button', { name: 'Share', exact: true }).click()
}

/** Every dialog of the browser is accepted; the list has their kinds in order. */
export function acceptDialogs(page: Page): string[] {
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.accept()
  })
  return asked
}

/** A new shared secret called `name`, made in the list of keys; it is shown. */
export async function addSecret(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a key', exact: true }).click()
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Add key', exact: true }).click()
  await expect(page.getByLabel('Secret', { exact: true })).toBeVisible()
}
