/** The production page on Firefox's own Web Serial, from Connect to a board that is unplugged and comes back. */
import { expect, test } from './page-fixtures'

test('install → console → unplugged, and on again → after a reload → only files → unplugged in mid-write', async ({
  rig: { page, board, folder },
}) => {
  test.setTimeout(300_000)
  await page.open()
  expect((await page.connect()).length, 'filters leave one port').toBe(1)
  await page.chooseFirmware(folder)
  await page.press('Install')
  await page.portalRuns()
  const rates = await board.baudRates()
  expect(rates.includes(460800), 'the firmware goes fast').toBe(true)
  expect(rates.at(-1), 'by a close and an open: MicroPython’s').toBe(115200)
  await page.calculate('6*7*1000', 42000)

  await board.tell('unplug')
  await page.sees('The board was unplugged')
  await page.seesPort(false)
  await board.tell('plug')
  await page.seesPort(true)
  await page.press('Open the console again')
  await page.sees('The console is open.')
  await page.calculate('6*7*2000', 84000)
  await page.press('Disconnect')
  await expect.poll(() => board.tell('is-open'), 'Disconnect lets the port go').toBe(false)

  await page.reload()
  await page.sees('Firefox forgets the board when the page is loaded again.')
  expect(await page.grantedPorts(), 'a grant ends with the document').toBe(0)
  await page.connect()
  await page.chooseFirmware(folder)
  await page.sees('Nothing needs writing')
  await page.openSummary('Join your Wi-Fi at once')
  await page.fill('Network name', 'Home')
  await page.fill('Network password', 'correct horse')
  await page.press('Update files only')
  await page.sees('1 file sent', 90_000)

  await page.press('Set up another board')
  await board.tell('erase')
  await page.press('Use CH340')
  await page.sees('ESP8266EX')
  await page.press('Install')
  await page.writesPast(20)
  await board.tell('unplug')
  await page.sees('The board was unplugged')
  await page.seesPort(false)
  await board.tell('plug')
  await page.seesPort(true)
  await page.press('Try again')
  await page.portalRuns()
})

test('a second visit needs no network', async ({ rig: { page } }) => {
  await page.open()
  await page.keptForLater()
  await page.setOffline(true)
  try {
    await page.reload()
    await page.sees('Try without a board')
    expect(await page.reaches('/nothing-like-this'), 'really offline').toBe(false)
  } finally {
    await page.setOffline(false)
  }
})
