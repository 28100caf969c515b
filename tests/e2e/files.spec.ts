/** The file manager on the virtual board: every action once, over the REPL of a running portal and through the bootloader. */
import { expect, type Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import { readFile } from 'node:fs/promises'
import { installInHomeNetwork } from './page-steps'
import { test } from './quick-board'

test.beforeEach(() => test.setTimeout(240_000))
test.skip(({ isMobile }) => isMobile, 'its layout on phones is seen by npm run screenshots')

const manager = (page: Page) => page.getByRole('dialog', { name: 'Files on the board' })
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true }).last()
const row = (page: Page, name: string) =>
  page.getByRole('treeitem', { name: new RegExp(`^${name.replaceAll('.', '\\.')} `) })
const editor = (page: Page) => page.locator('.cm-content:visible')
const said = (page: Page, words: string | RegExp) =>
  expect(manager(page).locator('footer').getByText(words).first()).toBeVisible()

async function openFiles(page: Page) {
  await button(page, 'Files').click()
  await button(page, 'Pause it and open the files').click()
  await expect(row(page, 'main.py')).toBeVisible({ timeout: 30_000 })
}

/** Instead of what is in the editor that is in front. */
async function type(page: Page, text: string) {
  await editor(page).click()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(text)
}

async function newFile(page: Page, path: string, text: string) {
  await button(page, 'New file').click()
  await page.getByLabel('Path and name on the board').fill(path)
  await button(page, 'Create').click()
  await expect(editor(page)).toBeFocused()
  await type(page, text)
}

async function downloaded(page: Page, press: () => Promise<void>) {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

test('a board’s files: looked at, changed, run, taken away and brought back', async ({ page }) => {
  await page.goto('/')
  await installInHomeNetwork(page)
  await expect(page.getByRole('heading', { name: 'Your board is in “Home”' })).toBeVisible({
    timeout: 90_000,
  })
  await test.step('asked first; closing it leads back to where it was opened', async () => {
    await openFiles(page)
    await page.keyboard.press('Escape')
    await expect(manager(page)).toHaveCount(0)
    await expect(button(page, 'Files')).toBeFocused()
    await openFiles(page)
  })

  await test.step('a new file: saved with the keyboard, and checked', async () => {
    await newFile(page, '/data/lamp.py', 'def run(wifi, settings):\n    print("lamp")\n')
    await page.keyboard.press('Control+s')
    await said(page, '“lamp.py” is saved, and checked on the board.')
    await expect(row(page, 'lamp.py')).toBeVisible()
    await expect(button(page, 'Save')).toBeDisabled()
  })

  await test.step('run: output, an error whose line opens, and one that never ends', async () => {
    await newFile(page, '/try.py', 'print("count", 3)\n\ndef f():\n    return 1 / 0\n\nf()\n')
    await button(page, 'Run').click()
    const output = page.getByRole('region', { name: 'Output' })
    await expect(output).toContainText('“try.py” ended with an error.')
    await expect(output).toContainText('count 3')
    await expect(output).toContainText('ZeroDivisionError')
    await expect(output).toContainText(/Afterwards: \d+ KB of memory free/)
    await button(page, 'Open /try.py at line 4').click()
    await expect(page.locator('.cm-activeLine:visible')).toHaveText('    return 1 / 0')
    await type(page, 'while True:\n    print("on and on")\n')
    await button(page, 'Run').click()
    await expect(output).toContainText('on and on')
    await button(page, 'Stop').click()
    await expect(output).toContainText('“try.py” was stopped.')
    await button(page, 'Close try.py').click()
    await button(page, 'Discard the changes').click()
    await expect(button(page, 'Close try.py')).toHaveCount(0)
  })

  await test.step('no secret is shown or downloaded', async () => {
    await row(page, 'wifi.creds').click()
    await expect(page.getByRole('heading', { name: 'This file stays on the board' })).toBeVisible()
    const all = await downloaded(page, () => button(page, 'Download all').click())
    const names = Object.keys(unzipSync(all.bytes))
    expect(names).toEqual(expect.arrayContaining(['main.py', 'data/lamp.py']))
    expect(names).not.toContain('wifi.creds')
    await said(page, /no stored secret leaves the board: \/wifi\.creds/)
    await row(page, 'wifi.creds').press('F2')
    await said(page, /keeps its name and its place/)
  })

  await test.step('upload: asked before anything is replaced; a picture is shown', async () => {
    const files = [
      { name: 'main.py', mimeType: 'text/plain', buffer: Buffer.from('# mine\n') },
      { name: 'dot.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(dot) },
    ]
    await row(page, 'main.py').focus()
    await page.getByLabel('Files for the board').setInputFiles(files)
    await expect(page.getByText('This file is on the board already')).toBeVisible()
    await button(page, 'Leave it out').click()
    await said(page, 'One file is on the board, verified.')
    await row(page, 'dot.svg').click()
    await expect(page.getByRole('img', { name: /^Picture “dot\.svg”/ })).toBeVisible()
    await expect(manager(page)).toContainText('3 × 2 pixels')
  })

  await test.step('keys: rename, and its undo; delete, and its undo; select and move', async () => {
    await row(page, 'dot.svg').press('F2')
    await page.getByLabel('New name').fill('point.svg')
    await page.keyboard.press('Enter')
    await expect(row(page, 'point.svg')).toBeFocused()
    await button(page, 'Undo').click()
    await expect(row(page, 'dot.svg')).toBeVisible()
    await row(page, 'data').press('Delete')
    await expect(row(page, 'data')).toHaveCount(0)
    await button(page, 'Undo').click()
    await expect(row(page, 'lamp.py')).toBeVisible()
    await row(page, 'dot.svg').press(' ')
    await button(page, 'Move').click()
    await page.getByLabel('To which folder?').fill('/data')
    await page.keyboard.press('Enter')
    await expect(row(page, 'dot.svg')).toHaveAttribute('aria-level', '2')
    await expect(row(page, 'dot.svg')).toBeFocused()
    await button(page, 'Select none').click()
    await row(page, 'data').press('ArrowLeft')
    await expect(row(page, 'lamp.py')).toHaveCount(0)
  })

  await test.step('the portal’s own files: a warning first', async () => {
    await row(page, 'boot.py').press('Delete')
    await expect(page.getByText('The portal needs this file')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(row(page, 'boot.py')).toBeVisible()
  })

  await test.step('compiled: a mistake leads to its line, then both files are there', async () => {
    await row(page, 'data').press('ArrowRight')
    await row(page, 'lamp.py').click()
    await page.getByLabel('Compile .py to .mpy').last().check()
    await type(page, 'def run(wifi, settings):\n    print("lamp"\n')
    await button(page, 'Save').click()
    await expect(page.getByText(/^Line \d: SyntaxError/)).toBeVisible()
    await type(page, 'def run(wifi, settings):\n    print("two")\n')
    await page.keyboard.press('Control+s')
    await button(page, 'Both files').click()
    await said(page, '“lamp.mpy” is on the board, compiled and checked.')
  })

  await test.step('an own app for presets', async () => {
    await button(page, 'Keep as your own app').click()
    await button(page, 'Keep').click()
    await said(page, '“lamp” is kept as your own app.')
  })

  await test.step('the cable: what is typed survives, and the files open anew', async () => {
    await type(page, 'def run(wifi, settings):\n    print("three")\n')
    await page.evaluate(() => virtualBoard.unplug())
    await expect(manager(page).getByRole('alert').first()).toBeVisible()
    await page.evaluate(() => virtualBoard.plug())
    await button(page, 'Try again').click()
    await expect(button(page, 'Save')).toBeEnabled({ timeout: 40_000 })
    await page.getByLabel('Compile .py to .mpy').last().uncheck()
    await button(page, 'Save').click()
    await said(page, '“lamp.py” is saved, and checked on the board.')
  })

  await test.step('the program starts again', async () => {
    await button(page, 'Start the program again').click()
    await expect(manager(page)).toHaveCount(0)
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
  })

  await test.step('through the bootloader: changed after a word, and nothing runs', async () => {
    await button(page, 'Update or reinstall').click()
    await button(page, 'More').click({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Look into the files on the board' }).click()
    await row(page, 'main.py').click({ timeout: 60_000 })
    await expect(manager(page)).toContainText('so no program runs')
    await expect(page.getByRole('button', { name: 'Run', exact: true })).toHaveCount(0)
    await type(page, '# changed through the bootloader\n')
    await button(page, 'Save').click()
    await button(page, 'Change anyway').click()
    await expect(page.getByText('Write to the flash?')).toBeVisible()
    await button(page, 'Write').click()
    await said(page, '“main.py” is saved, and checked on the board.')
    await row(page, 'main.py').press(' ')
    const main = await downloaded(page, () => button(page, 'Download').click())
    expect(main.bytes.toString()).toBe('# changed through the bootloader\n')
    await button(page, 'Close').click()
    await expect(manager(page)).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'More', exact: true })).toBeVisible()
  })
})

const dot =
  '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><path d="M0 0h3v2z"/></svg>'
