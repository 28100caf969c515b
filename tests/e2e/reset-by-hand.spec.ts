/** A USB bridge that carries bytes but does not move its lines: the page asks for the reset button. */
import { expect, type Page } from '@playwright/test'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { test } from './quick-board'

declare global {
  var virtualBoard: VirtualBoard
}

const refuseLines = (page: Page) =>
  page.evaluate(() => {
    virtualBoard.port.setSignals = () =>
      Promise.reject(new DOMException('Failed to set control signals.', 'NetworkError'))
  })

test('after the write it says "press RESET", and one press leads to the portal', async ({ page }, {
  project,
}) => {
  test.skip(project.name !== 'desktop')
  test.setTimeout(120_000)
  await page.goto('/')
  await page.getByRole('button', { name: 'Try without a board' }).click()
  await expect(page.getByTestId('plan')).toBeVisible({ timeout: 30_000 })
  await refuseLines(page)
  await page.getByRole('button', { name: 'Install', exact: true }).click()
  const asked = page.getByText('Press the RESET button on the board').last()
  await expect(asked).toBeVisible({ timeout: 60_000 })
  await page.evaluate(() => virtualBoard.pressResetButton())
  await expect(page.getByRole('heading', { name: 'Your portal is running' })).toBeVisible({
    timeout: 45_000,
  })

  await page.getByRole('button', { name: 'Reset', exact: true }).click()
  await expect(page.getByText('This USB chip cannot reset the board')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Your portal is running' })).toBeVisible()
})
