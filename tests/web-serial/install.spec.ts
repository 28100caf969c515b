/** The production page on Chromium's own Web Serial: DTR, RTS, baud rates and all. */
import { expect, test } from './fixtures'
import { button, calculate, connect, heading, install, portalRuns } from './page-steps'

test('install → portal runs → console answers → again: nothing to write → a start that fails is explained', async ({
  page,
  board,
}) => {
  test.setTimeout(180_000)
  await page.goto('/')
  await install(page)
  await portalRuns(page)
  const rates = await board.baudRates()
  expect(rates.includes(460800), 'the firmware goes fast').toBe(true)
  expect(rates.at(-1), 'by a close and an open: MicroPython’s').toBe(115200)

  await calculate(page, '6*7*1000', 42000)
  expect(await board.tell('is-open')).toBe(true)
  await button(page, 'Set up another board').click()
  await expect.poll(() => board.tell('is-open'), 'Disconnect lets the port go').toBe(false)

  await connect(page)
  await expect(page.getByTestId('plan')).toContainText('Nothing needs writing')
  await button(page, 'Start the portal').click()
  await portalRuns(page)

  await button(page, 'Set up another board').click()
  await connect(page)
  await expect(button(page, 'Start the portal')).toBeEnabled()
  await board.baudRates()
  await board.tell('spoil')
  await button(page, 'Start the portal').click()
  await expect(heading(page, 'The board finds no firmware to start')).toBeVisible()
  expect(await board.baudRates(), 'the boot ROM has a rate of its own').toContain(74880)
})
