/** A network for the board from one tab, while another tab of the page wants the same board. */
import { expect, test } from './fixtures'
import { button, findsBoardTaken, heading, install, portalRuns } from './page-steps'

test('another tab is told who has the board, and the board joins for the first one all the same', async ({
  page: first,
  context,
  board,
}) => {
  test.setTimeout(180_000)
  await first.goto('/')
  await install(first)
  await portalRuns(first)
  const second = await context.newPage()
  await second.goto('/')

  await first.bringToFront()
  await button(first, 'Set up Wi-Fi').click()
  await first.getByRole('button', { name: /^Home/ }).click()
  await first.getByLabel('Network password').fill('correct horse')
  await first.keyboard.press('Enter')
  await expect(first.getByText('The board joins')).toBeVisible()
  await second.bringToFront()
  await findsBoardTaken(second)
  await expect(heading(first, 'The board is in “Home”')).toBeVisible()
  expect(await board.tell('is-open')).toBe(true)
})
