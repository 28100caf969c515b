/**
 * Faults of 0.1.0: a folder that was dropped beside the box was shown as a defect of the page, and
 * "Update files only" was missing where there is no firmware.
 */
import { expect, type Page } from '@playwright/test'
import { test } from './quick-board'

/** A drop of real files, anywhere in the page. */
async function drop(page: Page, files: [name: string, content: string | number[]][]) {
  const dataTransfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer()
    for (const [name, content] of files) {
      const part = typeof content === 'string' ? content : new Uint8Array(content)
      transfer.items.add(new File([part], name))
    }
    return transfer
  }, files)
  await page.locator('body').dispatchEvent('drop', { dataTransfer })
}

/** Browsers hand out a folder as a file that cannot be read; only the entry tells. */
const dropFolder = (page: Page) =>
  page.evaluate(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([], 'www'))
    const entry = { isDirectory: true, isFile: false, name: 'www', fullPath: '/www' }
    DataTransferItem.prototype.webkitGetAsEntry = () => entry as FileSystemEntry
    document.body.dispatchEvent(
      new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
    )
  })

test('what is dropped is answered in words, everywhere', async ({ page }, { project }) => {
  test.skip(project.name !== 'desktop', 'the same at every screen size')
  await page.goto('/')
  await expect(page.getByRole('button', { name: 'Try without a board' })).toBeEnabled()
  await drop(page, [['firmware.bin', 'x']])
  await expect(page.getByText('Nothing was done with what you dropped.')).toBeVisible()

  await page.getByRole('button', { name: 'Try without a board' }).click()
  const firmware = page.getByRole('group', { name: 'Firmware', exact: true })
  await expect(firmware).toContainText('Demo firmware')
  await expect(page.getByText('Nothing was done with what you dropped.')).toBeHidden()

  await drop(page, [['main.py', '\uFEFFimport machine\n']])
  await expect(firmware).toContainText('main.py: This is a Python program')
  await drop(page, [['nightly.7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4]]])
  await expect(firmware).toContainText('Unpack it first')
  await drop(page, [
    ['a.bin', 'a'],
    ['b.bin', 'b'],
  ])
  await expect(firmware).toContainText('several files; firmware is one')
  await dropFolder(page)
  await expect(firmware).toContainText('This is a folder, not a firmware file')
  await expect(page.getByText('a mistake of ours')).toBeHidden()

  await expect(page.getByRole('button', { name: 'Update files only' })).toBeEnabled()
  await page.getByRole('button', { name: 'As in the preset' }).click()
  await expect(firmware).toContainText('Demo firmware')
})
