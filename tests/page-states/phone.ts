/** States of the phone beside the virtual board, from before the installation to the network at home. */
import { expect, type Page } from '@playwright/test'
import {
  choosePhone,
  joinBoard,
  leaveNetwork,
  phoneComesHome,
  servedPage,
  sheetOpensByItself,
  signIn,
} from '../e2e/phone-steps'
import type { PageState } from './page-state'
import { connectVirtual } from './steps'

const slow = { timeout: 60_000 }
const phone = (page: Page) => page.locator('#phone')

/** As quick as in the browser tests. */
const quick = (page: Page) => page.addInitScript(() => (globalThis.virtualBoardSpeed = 10))

const demo = { prepare: quick, path: './#demo' }

async function beforeInstall(page: Page) {
  await connectVirtual(page)
  await expect(phone(page).getByText('In no network.').first()).toBeVisible(slow)
}

async function demoReady(page: Page) {
  await expect(page.getByText('The demo’s board runs')).toBeVisible(slow)
  await expect(phone(page).getByRole('button', { name: /Your board/ })).toBeVisible(slow)
}

async function sheet(page: Page) {
  await joinBoard(page)
  await sheetOpensByItself(page)
}

async function askForPassword(page: Page) {
  await leaveNetwork(page)
  await phone(page)
    .getByRole('button', { name: /^Home with/ })
    .click()
  await expect(phone(page).getByLabel('Password for Home')).toBeVisible()
}

async function sheetAgain(page: Page) {
  await phone(page).getByRole('button', { name: 'Cancel' }).click()
  await sheet(page)
}

async function wrongPassword(page: Page) {
  await signIn(page, 'correct horse!')
  await expect(servedPage(page).locator('body')).toContainText(/password/i, slow)
  await expect(phone(page)).toContainText('It could not join “Home”.', slow)
}

async function newAddress(page: Page) {
  await signIn(page, 'correct horse')
  await expect(servedPage(page).locator('body')).toContainText('192.168.1.23', slow)
}

async function timeline(page: Page) {
  await page.getByText(/^What they said/).click()
  await page.locator('#phone ol summary').first().click()
  await expect(page.locator('#phone ol pre').first()).toBeVisible()
}

async function errorPage(page: Page) {
  await phone(page).getByRole('textbox', { name: 'Browser' }).fill('http://192.168.1.77/')
  await phone(page).getByRole('button', { name: 'Open', exact: true }).click()
  await expect(phone(page).getByText('This page cannot be shown')).toBeVisible(slow)
}

/** A system's own window; the last one is left before. */
const systemSheet = (name: string, first: boolean) => async (page: Page) => {
  if (first) await demoReady(page)
  else await leaveNetwork(page)
  await choosePhone(page, name)
  await sheet(page)
}

export const phoneStates: PageState[] = [
  { name: 'phone-before-install', prepare: quick, reach: beforeInstall },
  {
    name: 'phone-demo-installing',
    path: './#demo',
    reach: (page) => expect(page.getByText(/^The demo installs/)).toBeVisible(slow),
  },
  { name: 'phone-list', ...demo, reach: demoReady },
  { name: 'phone-sheet', after: 'phone-list', reach: sheet },
  { name: 'phone-password', after: 'phone-sheet', reach: askForPassword },
  {
    name: 'phone-wrong-password',
    after: 'phone-password',
    reach: async (page) => {
      await sheetAgain(page)
      await wrongPassword(page)
    },
  },
  { name: 'phone-new-address', after: 'phone-wrong-password', reach: newAddress },
  { name: 'phone-at-home', after: 'phone-new-address', reach: phoneComesHome },
  { name: 'phone-timeline', after: 'phone-at-home', reach: timeline },
  {
    name: 'phone-what-if',
    after: 'phone-timeline',
    reach: async (page) => {
      await page.getByText(/^What they said/).click()
      await page.getByText('What if …?').click()
      await page.getByRole('button', { name: 'Second network' }).click()
    },
  },
  { name: 'phone-error-page', after: 'phone-what-if', reach: errorPage },
  {
    name: 'phone-guided',
    ...demo,
    reach: async (page) => {
      await demoReady(page)
      await page.getByRole('button', { name: 'Show me, step by step' }).click()
      await page.getByRole('button', { name: 'Next' }).click()
      await expect(phone(page).getByText('Step 2 of 8')).toBeVisible()
    },
  },
  { name: 'phone-iphone', ...demo, reach: systemSheet('iPhone', true) },
  { name: 'phone-windows', after: 'phone-iphone', reach: systemSheet('Windows', false) },
  { name: 'phone-firefox', after: 'phone-windows', reach: systemSheet('Firefox', false) },
  { name: 'phone-kindle', after: 'phone-firefox', reach: systemSheet('Kindle', false) },
]
