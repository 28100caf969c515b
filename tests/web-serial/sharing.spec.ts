/** One port and two who want it: another program, another tab of the page. */
import { expect, test } from './fixtures'
import { button, connect, findsBoardTaken, heading, seesBoard } from './page-steps'

test('another program has the port: shown, with what to do; once free, one button continues', async ({
  page,
  board,
}) => {
  test.setTimeout(180_000)
  await page.goto('/')
  await board.tell('hold')
  await button(page, 'Use CH340').click()
  await expect(heading(page, 'Another program is using this board')).toBeVisible()
  await expect(page.getByText('Close what else may be connected')).toBeVisible()
  await board.tell('let-go')
  await button(page, 'Try again').click()
  await seesBoard(page)
  await button(page, 'Disconnect').click()
  await expect.poll(() => board.tell('is-open')).toBe(false)
})

test('another tab has the board: the second shows it, and gets the board once the first has released it', async ({
  page: first,
  context,
  board,
}) => {
  test.setTimeout(180_000)
  await first.goto('/')
  await connect(first)
  const second = await context.newPage()
  await second.goto('/')
  await findsBoardTaken(second)
  await button(first, 'Disconnect').click()
  await expect.poll(() => board.tell('is-open')).toBe(false)
  await button(second, 'Try again').click()
  await seesBoard(second)
  await second.close()
  await expect.poll(() => board.tell('is-open'), 'closing a tab lets go, too').toBe(false)
})
