/** States where the browser, the network or the page itself is in the way. */
import { expect, type Page } from '@playwright/test'
import { closeLibrary, openLibrary } from '../e2e/page-steps'
import { languages } from '../../src/messages/languages'
import { fakeSerial, notIsolated, withoutWebSerial } from './fake-port'
import { speak } from './language'
import type { PageState } from './page-state'
import { openReport } from './steps'

const tryIt = (page: Page) => page.getByRole('button', { name: 'Try without a board' })

const blockStorage = (page: Page) =>
  page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('as in a test', 'SecurityError')
    }
  })

/** As the service worker's side calls it when a new version waits. */
async function showNewVersion(page: Page) {
  await openLibrary(page) // with it come the words of all parts
  await closeLibrary(page)
  const names = await (await page.request.get('./service-worker.js')).text()
  const [style] = /assets\/new-version-[\w-]+\.css/.exec(names) ?? []
  const [file] = /assets\/new-version-[\w-]+\.js/.exec(names) ?? []
  if (!file || !style) throw new Error('The build has no part for new versions.')
  await page.addStyleTag({ url: style })
  await page.evaluate(async (file) => {
    const part: object = await import(new URL(file, document.baseURI).href)
    const show = Object.values(part).find((value) => typeof value === 'function')
    show?.(() => false)
  }, file)
  await expect(page.getByText('A new version of this page is there')).toBeVisible()
}

export const trouble: PageState[] = [
  { name: 'report', reach: openReport },
  {
    name: 'no-web-serial',
    prepare: withoutWebSerial,
    reach: (page) => expect(tryIt(page)).toBeEnabled(),
  },
  {
    name: 'not-isolated',
    prepare: notIsolated,
    reach: (page) => expect(tryIt(page)).toBeDisabled(),
  },
  {
    name: 'offline',
    reach: async (page) => {
      // What a service worker has at hand is loaded before: there is none here.
      for (const language of [...languages, 'en'] as const) await speak(page, language)
      await page.context().setOffline(true)
    },
    leave: (page) => page.context().setOffline(false),
  },
  {
    name: 'storage-blocked',
    prepare: blockStorage,
    reach: (page) => expect(page.getByText(/does not let this page keep/).first()).toBeVisible(),
  },
  { name: 'new-version', reach: showNewVersion },
  {
    name: 'page-error',
    reach: async (page) => {
      await expect(tryIt(page)).toBeEnabled()
      await page.evaluate(() => void setTimeout(() => Promise.reject(new Error('as in a test'))))
      await expect(page.getByText('a mistake of ours')).toBeVisible()
    },
  },
  {
    name: 'picking',
    prepare: fakeSerial('picking'),
    reach: (page) => page.getByRole('button', { name: 'Connect', exact: true }).click(),
  },
  {
    name: 'connecting',
    prepare: fakeSerial('opening'),
    reach: async (page) => {
      await page.getByRole('button', { name: 'Connect', exact: true }).click()
      await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible()
    },
  },
  {
    name: 'connect-failed',
    prepare: fakeSerial('busy'),
    reach: async (page) => {
      await page.getByRole('button', { name: 'Connect', exact: true }).click()
      await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
    },
  },
]
