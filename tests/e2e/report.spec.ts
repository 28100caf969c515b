/** The report of a failure, and the quiet one: what is in it, and what is not. */
import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { test } from './quick-board'

const password = 'correct horse'
/** The virtual board's address is 18:fe:34:42:44:42. */
const ownHalf = /42[:-]?44[:-]?42/

interface Faults {
  faults: { neverSync: boolean }
}

const neverSync = (page: Page, neverSync: boolean) =>
  page.evaluate((on) => {
    const { virtualBoard } = globalThis as unknown as { virtualBoard: Faults }
    virtualBoard.faults.neverSync = on
  }, neverSync)

const text = (page: Page) => page.getByRole('region', { name: 'Text of the report' })
const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText())

test.skip(({ isMobile }) => isMobile, 'its layout on phones is seen by npm run screenshots')

test('a failure offers its report: read, ticked, copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/')
  await page.getByRole('button', { name: 'Try without a board' }).click()
  await expect(page.getByTestId('plan')).toBeVisible()
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await neverSync(page, true)
  await page.getByRole('button', { name: 'Try without a board' }).click()

  const card = page.getByRole('alert')
  await card.getByText('Details', { exact: true }).click({ timeout: 20_000 })
  await card.getByRole('button', { name: 'Copy report' }).click()
  await expect(card.getByText('Copied.')).toBeVisible()
  const report = await copied(page)
  expect(report).toContain('no-sync: ')
  expect(report).toMatch(/connect at \d+\.\d+ s: done/)
  expect(report).toMatch(/connect at \d+\.\d+ s: no-sync/)
  expect(report).toMatch(/→ SYNC: 00 08 24 00/)
  expect(report).not.toMatch(ownHalf)

  await card.getByText('See what is in the report').click()
  await expect(text(page)).toContainText('no-sync')
  await card.getByLabel('Include network names and the full MAC').check()
  await card.getByRole('button', { name: 'Copy report' }).click()
  await expect(card.getByText('Copied.')).toBeVisible()
})

test('after an install with a network there is no trace of its name and password', async ({
  page,
}, { project }) => {
  test.skip(project.name !== 'desktop', 'the same at every screen size')
  await page.goto('/')
  await page.getByRole('button', { name: 'Try without a board' }).click()
  await expect(page.getByTestId('plan')).toBeVisible()
  await page.getByText('Join your Wi-Fi at once').click()
  await page.getByLabel('Network name').fill('Home')
  await page.getByLabel('Network password').fill(password)
  await page.getByRole('button', { name: 'Install', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Your board is in “Home”' })).toBeVisible({
    timeout: 45_000,
  })

  // No clipboard here: as in a browser that asks, and whose person says no.
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })
  })
  await page.getByRole('button', { name: 'Make a report' }).click()
  const report = page.getByRole('group', { name: 'Report' })
  await report.getByRole('button', { name: 'Copy report' }).click()
  await expect(report.getByText('does not let the page copy')).toBeVisible()
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    report.getByRole('button', { name: 'Download' }).click(),
  ])
  const content = await readFile(await saved.path(), 'utf8')
  expect(content).toMatch(/^install at .*: done/m)
  expect(content).toMatch(/^ {2}write \d+ ms/m)
  expect(content).toContain('[name]')
  expect(content).not.toContain(password)
  expect(content).not.toContain(Buffer.from(password).toString('hex'))
  expect(content).not.toContain('Home')
  expect(content).toContain('MAC: 18:fe:34:[MAC]')
  expect(content).not.toMatch(ownHalf)
  await report.getByLabel('Include network names').check()
  await expect(text(page)).toContainText('network Home')
  await expect(text(page)).toContainText('MAC: 18:fe:34:42:44:42')
  await expect(text(page)).not.toContainText(password)
})
