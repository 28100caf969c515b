/**
 * The console's tools on the virtual board's own MicroPython: search, times, paste, typed lines, the log as a
 * file, restarts in words, and the plot. One board for each test, and as much in each as goes together.
 */
import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { openOnlyTheConsole } from './page-steps'
import { test } from './quick-board'

const screen = (page: Page) => page.locator('.xterm-rows')
const keys = (page: Page) => page.locator('.xterm-helper-textarea')
const tool = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** A blank board's console: nobody answers, and nothing is printed but what the test says. */
async function openBlank(page: Page): Promise<void> {
  await page.goto('/')
  await openOnlyTheConsole(page)
  await keys(page).focus()
}

/** MicroPython at its prompt. */
async function atPrompt(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByRole('button', { name: 'Try without a board' }).click()
  await page.getByRole('button', { name: /^Install/ }).click({ timeout: 60_000 })
  await expect(screen(page)).toContainText('DNS Server listening', { timeout: 90_000 })
  await keys(page).focus()
  await expect(async () => {
    await page.keyboard.press('Control+c')
    await expect(screen(page)).toContainText('>>>', { timeout: 1000 })
  }).toPass()
}

/** What a person's clipboard has, pasted where the keys go. */
const paste = (page: Page, text: string) =>
  keys(page).evaluate((element, text) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', text)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
  }, text)

/** As if the board printed it. */
const say = (page: Page, text: string) =>
  page.evaluate((text) => {
    virtualBoard.bridge.client?.receive(new TextEncoder().encode(text))
  }, text)

async function typeLine(page: Page, line: string): Promise<void> {
  await page.keyboard.type(line)
  await page.keyboard.press('Enter')
}

test('what a person does at the prompt: search, times, log, paste, typed lines', async ({ page }, {
  project,
}) => {
  test.skip(project.name !== 'desktop')
  test.setTimeout(120_000)
  await atPrompt(page)
  await findWords(page)
  await saveLog(page)
  await pasteProgram(page)
  await followTraceback(page)
  await typeAgain(page)
})

/** From a line of a traceback to that line in the editor; the board rests at its prompt, so nobody is asked. */
async function followTraceback(page: Page): Promise<void> {
  await typeLine(page, "f = open('sum.py', 'w'); f.write('a = 1\\nb = a / 0\\n'); f.close()")
  await typeLine(page, 'import sum')
  await page.getByRole('button', { name: /^Open \/?sum\.py, line 2$/ }).click()
  const line = page.locator('.cm-activeLine')
  await expect(line).toContainText('b = a / 0')
  await tool(page, 'Leave it stopped').click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await keys(page).focus()
}

async function findWords(page: Page): Promise<void> {
  await typeLine(page, "print('needle'); print('hay'); print('needle')")
  await expect(screen(page)).toContainText('hay')

  await page.keyboard.press('Control+f')
  const field = page.getByRole('searchbox', { name: 'Search for' })
  await expect(field).toBeFocused()
  await field.fill('needle')
  const found = page.getByRole('search').getByRole('status')
  await expect(found).toHaveText(/^\d of 4$/)
  const first = await found.textContent()
  await page.keyboard.press('Enter')
  await expect(found).not.toHaveText(first!)
  await page.keyboard.press('Shift+Enter')
  await expect(found).toHaveText(first!)
  await field.fill('no such word')
  await expect(found).toHaveText('Not found')
  await page.keyboard.press('Escape')
  await expect(field).toHaveCount(0)
  await expect(keys(page)).toBeFocused()
}

async function saveLog(page: Page): Promise<void> {
  await tool(page, 'More tools').click()
  await tool(page, 'Times').click()
  const stamp = /\d\d:\d\d:\d\d\.\d\d\d needle/
  await expect(screen(page)).toContainText(stamp)
  const download = page.waitForEvent('download')
  await tool(page, 'Save log').click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^console-\d{4}-\d\d-\d\d-\d{4}\.txt$/)
  const log = await readFile(await file.path(), 'utf8')
  expect(log).toMatch(/^\d\d:\d\d:\d\d\.\d{3} needle$/m)
  expect(log).toMatch(/^\d\d:\d\d:\d\d\.\d{3} >>> print\('needle'\)/m)
  // eslint-disable-next-line no-control-regex -- that is what must not be there
  expect(log).not.toMatch(/[\x00-\x09\x0b-\x1f]/)
  await tool(page, 'Times').click()
  await expect(screen(page)).not.toContainText(stamp)
  await expect(screen(page)).toContainText('needle')
  await page.keyboard.press('Escape')
  await expect(tool(page, 'More tools')).toBeFocused()
  await expect(tool(page, 'Save log')).toHaveCount(0)
}

async function pasteProgram(page: Page): Promise<void> {
  await keys(page).focus()
  const lines = Array.from({ length: 60 }, (_, at) => `    total += ${at}  # ${'x'.repeat(at)}`)
  const program = [
    'total = 0',
    'def add():',
    '    global total',
    ...lines,
    '',
    'add()',
    "print('sum', total)",
  ]
  await paste(page, program.join('\n'))
  const question = page.getByRole('alertdialog', { name: 'Run these 66 lines?' })
  await expect(question.getByRole('button', { name: 'Run 66 lines' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(question).toHaveCount(0)
  await expect(keys(page)).toBeFocused()
  await paste(page, program.join('\n'))
  await question.getByRole('button', { name: 'Run 66 lines' }).click()
  await expect(screen(page)).toContainText('sum 1770')
  await expect(page.getByText('All 66 lines arrived complete, and run.')).toBeVisible()
}

async function typeAgain(page: Page): Promise<void> {
  await typeLine(page, 'answer = 6 * 7')
  await typeLine(page, "psk = 'hunter2hunter2'")
  await typeLine(page, "name = input('Password: ')")
  await expect(screen(page)).toContainText('Password:')
  // A program that waits for lines gets them as they are, unasked.
  await paste(page, 'secret one\nsecret_two = 2\n')
  await typeLine(page, "print('got', name)")
  await expect(screen(page)).toContainText('got secret one')
  const field = page.getByRole('combobox', { name: 'Search your lines' })
  const options = page.getByRole('option')
  await page.keyboard.press('Control+r')
  await expect(field).toBeFocused()
  await field.fill('answ')
  await expect(options).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(keys(page)).toBeFocused()
  await expect(screen(page)).toContainText('>>> answer = 6 * 7')

  await page.reload()
  await openBlank(page)
  await page.keyboard.press('Control+r')
  await expect(options.first()).toContainText("print('got', name)")
  await expect(page.getByRole('listbox')).not.toContainText(/hunter2|secret one/)
  await tool(page, 'Forget all').click()
  await expect(options).toHaveCount(0)
  await tool(page, 'Bring them back').click()
  await expect(options).not.toHaveCount(0)
  await tool(page, 'Forget all').click()
  expect(await page.evaluate(() => localStorage.getItem('portal-flasher.typed-lines'))).toBeNull()
}

test('restarts in words, and numbers as a chart that a flood does not stop', async ({ page }, {
  project,
}) => {
  await openBlank(page)
  await tool(page, 'More tools').click()
  await tool(page, 'Restarts').click()
  const list = page.getByRole('list', { name: 'Restarts and crashes' })
  await tool(page, 'Clear list').click()
  await expect(page.getByText('None since this console was opened.')).toBeVisible()
  // The virtual wire makes a pause wherever the page cuts the line; one within the first word hides it.
  await expect(async () => {
    await tool(page, 'Reset').click()
    await expect(list).toContainText('rst cause 2, boot mode 3', { timeout: 2000 })
  }).toPass()
  await expect(list).toContainText('The reset pin')
  await say(
    page,
    'Fatal exception 28(LoadProhibitedCause):\r\nepc1=0x4020abcd, epc2=0x00000000, epc3=0x00000000, excvaddr=0x00000008, depc=0x00000000\r\n',
  )
  await expect(list).toContainText('it read memory where nothing is')
  await expect(list).toContainText('exception 28, code at 0x4020abcd, address 0x00000008')

  await tool(page, 'More tools').click()
  await tool(page, 'Plot').click()
  await expect(list).toHaveCount(0)
  await expect(page.getByText('Waiting for numbers.')).toBeVisible()
  await say(
    page,
    Array.from(
      { length: 90 },
      (_, at) => `temperature:${20 + Math.sin(at / 9)} humidity:${40 + at / 30}\r\n`,
    ).join(''),
  )
  const table = page.getByRole('table', { name: 'The numbers in the chart' })
  await expect(table).toContainText(/temperature.*humidity/s)
  await expect(page.getByRole('img', { name: /Chart of the numbers/ })).toBeVisible()
  await page.locator('[data-console]').scrollIntoViewIfNeeded()
  await page.screenshot({ path: `${project.outputDir}/console-tools-${project.name}-plot.png` })
  await tool(page, 'Pause').click()
  await say(page, 'temperature:99 humidity:1\r\n')
  await tool(page, 'Pause').click()
  await expect(table.getByRole('row', { name: /temperature/ })).toContainText('99')

  await tool(page, 'More tools').click()
  await tool(page, 'Times').click()
  const gaps = await page.evaluate(async () => {
    const gaps: number[] = []
    let last = performance.now()
    for (let block = 0; block < 150; block++) {
      const line = `a:${block} b:${-block}\r\n`
      virtualBoard.bridge.client?.receive(new TextEncoder().encode(line.repeat(1000)))
      await new Promise((resolve) => setTimeout(resolve))
      gaps.push(performance.now() - last)
      last = performance.now()
    }
    return gaps
  })
  expect(gaps.filter((ms) => ms > 500).length).toBeLessThan(3)
  await expect(table.getByRole('row', { name: /^b/ })).toContainText('-149')
  await expect(screen(page)).toContainText(/\d\d:\d\d:\d\d\.\d{3} a:149 b:-149/)
})
