/** States without a board: the first view, and everything that opens from it. */
import { expect, type Page } from '@playwright/test'
import { addSecret, editPreset, openKeys, openLibrary, openSharing } from '../e2e/page-steps'
import { fakeSerial } from './fake-port'
import type { PageState } from './page-state'
import { manyPresets, storePresets } from './stored-presets'

const tryIt = (page: Page) => page.getByRole('button', { name: 'Try without a board' })

async function tooLongName(page: Page) {
  await page.getByLabel('Access point name').fill('An access point name that is too long')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('A network name has 1–32 bytes').first()).toBeVisible()
}

export const firstVisit: PageState[] = [
  { name: 'first', reach: (page) => expect(tryIt(page)).toBeEnabled() },
  {
    name: 'no-device',
    prepare: fakeSerial('none-chosen'),
    reach: async (page) => {
      await page.getByRole('button', { name: 'Connect', exact: true }).click()
      await expect(page.getByRole('button', { name: 'Show all ports' })).toBeVisible()
    },
  },
  { name: 'library', reach: openLibrary },
  {
    name: 'library-many',
    reach: async (page) => {
      await storePresets(page, manyPresets(40))
      await openLibrary(page)
    },
  },
  { name: 'editor', reach: editPreset },
  { name: 'editor-errors', after: 'editor', reach: tooLongName },
  { name: 'share', reach: openSharing },
  { name: 'keys', reach: openKeys },
  { name: 'new-secret', after: 'keys', reach: (page) => addSecret(page, 'Workshop') },
]
