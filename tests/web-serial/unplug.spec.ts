/** The cable is pulled: in the middle of a write, and while the console is open. */
import { expect, test } from './fixtures'
import { button, calculate, heading, install, plugIn, portalRuns } from './page-steps'

test('unplugged in mid-write and in the console: shown at once, and one button continues after replugging', async ({
  page,
  board,
}) => {
  test.setTimeout(180_000)
  // Words that no deadline leads to: only the browser's own news does.
  const unplugged = heading(page, 'The board was unplugged')
  await page.goto('/')
  await install(page)
  const writing = page.getByRole('progressbar', { name: 'Writing' })
  await expect(writing).toHaveAttribute('value', /^[3-8]\d$/)
  await board.tell('unplug')
  await expect(unplugged).toBeVisible()
  await expect(page.getByText('Plug the board in again')).toBeVisible()
  await plugIn(page, board)
  await button(page, 'Try again').click()
  await portalRuns(page)

  await board.tell('unplug')
  await expect(unplugged).toBeVisible()
  await expect(page.getByText('disconnected', { exact: true })).toBeVisible()
  await plugIn(page, board)
  await button(page, 'Open the console again').click()
  await expect(page.getByText('The console is open.')).toBeVisible()
  await calculate(page, '6*7*1000', 42000)
  await button(page, 'Disconnect').click()
  await expect.poll(() => board.tell('is-open')).toBe(false)
})
