/**
 * Many boards in the page: eight virtual ones, one of them with a bad contact, from the footer to the table of all;
 * what is there after a reload, and what the keyboard and other tabs meet.
 */
import { expect, type Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { test } from './quick-board'

const summary = (page: Page) => page.getByTestId('batch-summary')
const rowOf = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name })

async function openMany(page: Page) {
  await page.goto('/')
  // The footer comes with the first touch.
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: 'Many boards', exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'Many boards' })).toBeVisible()
}

async function startVirtual(page: Page, pattern = 'lamp-{n:02}') {
  await page.getByLabel('Names', { exact: true }).fill(pattern)
  // They can be plugged in at once.
  await page.getByRole('button', { name: 'Try with eight virtual boards' }).click()
  await expect(page.getByText('Virtual boards:')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Plug in all' })).toBeVisible()
}

const board = (page: Page, number: number) =>
  page.getByRole('button', { name: `Board ${number}`, exact: true })

test.use({ boardSpeed: 40 })
/** Eight times MicroPython, on two cores. */
test.describe.configure({ timeout: 120_000 })

test('eight boards at once: seven are installed, the eighth is explained and comes the second time', async ({
  page,
}, { project }) => {
  test.skip(project.name !== 'desktop', 'the same boards at every screen size')
  await openMany(page)
  await startVirtual(page)
  await page.getByRole('button', { name: 'Plug in all' }).click()
  await expect(summary(page)).toHaveText(/8 boards: 7 ready, 1 needs you/, { timeout: 50_000 })
  const silent = rowOf(page, 'Board without an answer')
  await expect(silent).toContainText('The board does not answer')

  // It is announced, pulled out and plugged in again: no click more.
  await board(page, 8).click()
  await silent.getByRole('button', { name: /^Try again/ }).click()
  await expect(silent).toContainText('Starts as soon as you plug it in')
  await board(page, 8).click()
  await expect(summary(page)).toHaveText(/8 boards: 8 ready/, { timeout: 30_000 })

  // One that is ready is recognised.
  await board(page, 1).click()
  await board(page, 1).click()
  await expect(page.getByText('Ready already, left alone')).toBeVisible()

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as CSV' }).click()
  const table = await readFile(await (await download).path(), 'utf8')
  expect(table.trim().split('\r\n')).toHaveLength(9)
  for (let number = 1; number <= 8; number++) {
    expect(table).toMatch(new RegExp(`"${number}","lamp-0${number}","18:fe:34:42:44:5\\d"`))
  }

  // The list outlives the page, which shows it again.
  await page.reload()
  await openMany(page)
  await expect(summary(page)).toHaveText(/8 boards: 8 ready/)
  await page.getByRole('button', { name: 'Clear list' }).click()
  await expect(summary(page)).toHaveText(/No board yet/)
  await expect(page.getByLabel('First number')).toHaveValue('9')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(summary(page)).toHaveText(/8 boards: 8 ready/)
})

test('names are checked while they are typed, and the view closes as it was opened', async ({
  page,
}) => {
  await openMany(page)
  const names = page.getByLabel('Names', { exact: true })
  const start = page.getByRole('button', { name: 'Start', exact: true })
  await names.fill('room-{mac}')
  await expect(page.getByText('Wi-Fi names: room-424442, room-424443')).toBeVisible()
  await names.fill('lamp')
  await expect(page.getByText('All boards would have the same name')).toBeVisible()
  await expect(start).toBeDisabled()
  await names.fill('Lamp {n}')
  await expect(page.getByText('In the network: Lamp-1, Lamp-2')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Many boards', exact: true })).toBeFocused()
})

test('boards in work are finished when the view is closed, and another tab is told of them', async ({
  page,
  context,
}, { project }) => {
  test.skip(project.name !== 'desktop', 'the same boards at every screen size')
  await openMany(page)
  await startVirtual(page)
  await board(page, 1).click()
  await expect(rowOf(page, 'lamp-01')).toBeVisible()
  await page.getByRole('button', { name: 'Back to one board' }).click()
  await expect(page.getByRole('button', { name: 'Many boards (1 in work)' })).toBeVisible()

  const other = await context.newPage()
  await openMany(other)
  await other.getByRole('button', { name: 'Continue', exact: true }).click()
  await expect(other.getByText('Another tab of this page is working on this list')).toBeVisible()
  await other.close()

  await page.getByRole('button', { name: /^Many boards/ }).click()
  await expect(rowOf(page, 'lamp-01')).toContainText('Ready', { timeout: 30_000 })
  await expect(page.getByRole('button', { name: 'Continue', exact: true })).toBeVisible()
})
