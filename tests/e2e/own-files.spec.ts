/**
 * The owner's files in one visit: backed up before, extra ones taken along, kept through the install,
 * and not erased without a tick. One installation, because it takes as long as a real one.
 */
import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { buildFilesystem, readFilesystem } from '../../src/images/littlefs'
import { decode, encode } from '../support/bytes'
import { test } from './quick-board'

const filesystem = { offsetBytes: 0x100000, blockCount: 763 } // GENERIC on 4 MB
const text = (bytes: Uint8Array) => decode(bytes)
const file = (content: string) => ({ type: 'file', bytes: encode(content) }) as const

interface Flash {
  read(offset: number, length: number): Uint8Array
  program(offset: number, bytes: Uint8Array): void
}

const program = (page: Page, offset: number, bytes: Uint8Array) =>
  page.evaluate(
    ([at, values]) => {
      const { virtualBoard } = globalThis as unknown as { virtualBoard: { flash: Flash } }
      virtualBoard.flash.program(at, new Uint8Array(values))
    },
    [offset, [...bytes]] as const,
  )

async function filesOnBoard(page: Page) {
  const bytes = await page.evaluate(({ offsetBytes, blockCount }) => {
    const { virtualBoard } = globalThis as unknown as { virtualBoard: { flash: Flash } }
    const flash = virtualBoard.flash.read(offsetBytes, blockCount * 4096)
    return [...flash.subarray(0, 128 * 4096)]
  }, filesystem)
  const image = new Uint8Array(filesystem.blockCount * 4096).fill(0xff)
  image.set(bytes)
  return readFilesystem(image).entries
}

async function connect(page: Page) {
  await page.getByRole('button', { name: 'Try without a board' }).click()
  await expect(page.getByTestId('plan')).toBeVisible()
}

async function download(page: Page, button: string) {
  const [saved] = await Promise.all([
    page.waitForEvent('download', { timeout: 40_000 }),
    page.getByRole('button', { name: button }).click(),
  ])
  return { name: saved.suggestedFilename(), bytes: await readFile(await saved.path()) }
}

/** Somebody else's program, and files of MicroPython's: as little of it as can be backed up fast. */
async function usedBoard(page: Page) {
  await connect(page)
  await program(page, 0, new Uint8Array(256).fill(0x55))
  const files = [['/diary.txt', file('dear diary')]] as const
  await program(page, filesystem.offsetBytes, buildFilesystem(files, filesystem))
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await connect(page)
}

test('backups, extra files, and an erase that wants a tick', async ({ page }, { project }) => {
  test.skip(project.name !== 'desktop', 'the same at every screen size')
  test.setTimeout(120_000)
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  await page.goto('/')
  await usedBoard(page)
  const plan = page.getByTestId('plan')
  await expect(plan).toContainText('Another firmware')

  const archive = await download(page, 'Back up files')
  expect(archive.name).toMatch(/^esp8266-[0-9a-f]{12}-files\.tar$/)
  expect(text(archive.bytes.subarray(0, 9))).toBe('diary.txt')
  expect(text(archive.bytes.subarray(512, 522))).toBe('dear diary')
  const flash = await download(page, 'Back up whole flash')
  expect(flash.name).toMatch(/^esp8266-[0-9a-f]{12}-flash\.bin$/)
  expect(flash.bytes).toHaveLength(4 * 1024 * 1024)
  expect([flash.bytes[0], flash.bytes[256]]).toEqual([0x55, 0xff])

  await page.getByText('Put your own files on the board').click()
  const dataTransfer = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['taken along'], 'main.py'))
    return transfer
  })
  await page.getByRole('group', { name: 'Extra files' }).dispatchEvent('drop', { dataTransfer })
  const install = page.getByRole('button', { name: 'Install', exact: true })
  await expect(page.getByText('The portal brings its own /main.py')).toBeVisible()
  await expect(install).toBeDisabled()
  await page.getByLabel('Name on the board').fill('/www/notes.txt')
  await expect(plan).toContainText('With your extra files: /www/notes.txt')
  await expect(plan).toContainText('/diary.txt')
  await install.click()
  await expect(page.getByRole('heading', { name: 'Your portal is running' })).toBeVisible({
    timeout: 60_000,
  })
  const files = await filesOnBoard(page)
  expect(files.get('/www/notes.txt')).toMatchObject(file('taken along'))
  expect(files.get('/diary.txt')).toMatchObject(file('dear diary'))

  await page.getByRole('button', { name: 'Set up another board' }).click()
  await connect(page)
  const start = page.getByRole('button', { name: 'Start the portal' })
  await expect(start).toBeEnabled()
  await program(page, filesystem.offsetBytes, new Uint8Array(8192)) // worn out, behind our back
  await start.click()
  await expect(page.getByText('The board cannot use its filesystem')).toBeVisible({
    timeout: 30_000,
  })
  await page.getByRole('button', { name: 'Erase only the files' }).click()
  const erase = page.getByRole('button', { name: 'Erase the files and install' })
  await expect(erase).toBeDisabled()
  await page.getByLabel('I understand that all files').check()
  await expect(erase).toBeEnabled()
  await page.getByRole('button', { name: 'Install without erasing' }).click()
  await expect(erase).toBeHidden()
  expect(said.filter((line) => line.includes('Password field'))).toEqual([])
})
