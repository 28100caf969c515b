/** A network for the board from one tab, while another tab of the page wants the same board. */
import { chooseFirmware } from './firmware-file'
import { expect, test } from './fixtures'
import { button, connect, heading, portalRuns } from './page-steps'

test('another tab is told who has the board, and the board joins for the first one all the same', async ({
  page: first,
  context,
  board,
}) => {
  test.setTimeout(180_000)
  await first.goto('/')
  await connect(first)
  await chooseFirmware(first)
  await button(first, 'Install').click()
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
  await button(second, 'Use CH340').click()
  await expect(heading(second, 'Another tab of this page is using this board')).toBeVisible()
  await expect(heading(first, 'The board is in “Home”')).toBeVisible()
  expect(await board.tell('is-open')).toBe(true)
})
