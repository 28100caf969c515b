/**
 * What lies in the browser's storage: a newer page's data, thousands of presets, a delete that is undone
 * after a reload, and a console that a board cannot freeze; in a real browser, with its own IndexedDB.
 */
import { expect, type Page } from '@playwright/test'
import { openLibrary } from './page-steps'
import { test } from './quick-board'

test.skip(({ isMobile }) => isMobile === true, 'the same at every screen size')

const radios = (page: Page) => page.getByRole('group', { name: 'Presets' }).getByRole('radio')

/** Writes into the page's own storage, and gives what was there. */
const store = (page: Page, key: string, value: unknown) =>
  page.evaluate(
    ({ key, value }) =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('portal-flasher')
        request.onerror = () => reject(new Error('no database'))
        request.onsuccess = () => {
          const transaction = request.result.transaction('kept', 'readwrite')
          const store = transaction.objectStore('kept')
          const before = store.get(key)
          if (value !== undefined) store.put(value, key)
          transaction.oncomplete = () => {
            request.result.close()
            resolve(before.result)
          }
        }
      }),
    { key, value },
  )

const preset = (name: string, index = 0) => ({
  version: 1,
  id: `p${index}`,
  name,
  board: 'd1-mini',
  firmware: { source: 'catalogue', variant: 'auto', version: 'latest' },
  flash: { mode: 'keep', baudRate: 460800, eraseAll: false },
  portal: { accessPointName: '', accessPointAddress: '192.168.4.1', hostname: '', fields: [] },
})

async function openWith(page: Page, list: unknown) {
  await page.goto('/')
  await openLibrary(page)
  await expect(radios(page)).toHaveCount(1)
  await store(page, 'presets', list)
  await page.reload()
  await openLibrary(page)
  await expect(radios(page).first()).toBeVisible()
}

test('a newer page’s presets are left as they are, and can be downloaded', async ({ page }) => {
  const newer = { version: 2, presets: [preset('Of tomorrow'), { shape: 'new' }], folders: [] }
  await openWith(page, newer)
  await expect(page.getByRole('heading', { name: 'from a newer version' })).toBeVisible()
  await expect(page.getByText('lasts only until you close this page')).toBeVisible()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /Download/ }).click(),
  ])
  expect(saved.suggestedFilename()).toBe('presets.json')
  expect(await store(page, 'presets', undefined)).toEqual(newer)
})

test('5,000 presets are there and only some of them drawn', async ({ page }) => {
  const list = Array.from({ length: 5000 }, (_, index) => preset(`P${index}`, index))
  await openWith(page, { version: 1, presets: list })
  await expect(radios(page)).toHaveCount(100)
  await page.getByRole('button', { name: 'Show more (4900 presets are not shown)' }).click()
  await expect(radios(page)).toHaveCount(200)
})

test('deletes can be undone after a reload, each of them', async ({ page }) => {
  await openWith(page, { version: 1, presets: [preset('A', 1), preset('B', 2), preset('C', 3)] })
  for (const name of ['A', 'B']) {
    await page.getByRole('radio', { name: new RegExp(`^${name} `) }).check()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(page.getByText(`Deleted “${name}”`)).toBeVisible()
  }
  await page.reload()
  await openLibrary(page)
  await page.getByText('Recently deleted (2)').click()
  await page.getByRole('button', { name: 'Restore A' }).click()
  await page.getByRole('button', { name: 'Restore B' }).click()
  await expect(radios(page)).toHaveCount(3)
  await expect(page.getByText('Recently deleted')).toBeHidden()
})

test('two tabs edit one preset: both versions are there', async ({ page, context }) => {
  await openWith(page, { version: 1, presets: [preset('A', 1)] })
  const other = await context.newPage()
  await other.goto('/')
  await openLibrary(other)
  const rename = async (tab: Page, name: string) => {
    await tab.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
    await tab.getByRole('button', { name: 'Save' }).click()
  }
  for (const tab of [page, other])
    await tab.getByRole('button', { name: 'Edit', exact: true }).click()
  await rename(other, 'There')
  await rename(page, 'Here')
  await expect(page.getByText('Another tab changed this preset at the same time')).toBeVisible()
  for (const tab of [page, other]) {
    await expect(tab.getByRole('radio', { name: /^Here/ })).toBeVisible()
    await expect(tab.getByRole('radio', { name: /^There \(other tab\)/ })).toBeVisible()
  }
})

test('this tab makes way for a newer page that changes the database, and says so', async ({
  page,
}) => {
  await openWith(page, { version: 1, presets: [preset('A', 1)] })
  const upgraded = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const request = indexedDB.open('portal-flasher', 2)
        request.onblocked = () => resolve('blocked')
        request.onsuccess = () => {
          request.result.close()
          resolve('upgraded')
        }
      }),
  )
  expect(upgraded).toBe('upgraded')
  await expect(page.getByRole('heading', { name: 'from a newer version' })).toBeVisible()
  await page.getByRole('button', { name: 'Duplicate', exact: true }).click()
  await expect(radios(page)).toHaveCount(2)
})
