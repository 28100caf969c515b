/**
 * A board that prints without end and as fast as the page takes it. The flood enters where a bridge's
 * bytes do, so all of the way to the screen is the page's own: port, reader, feed, terminal.
 */
import { expect, type Page } from '@playwright/test'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { openOnlyTheConsole } from './page-steps'
import { test } from './quick-board'

// What the page bears is measured: bytes come as fast as from a real board.
test.use({ boardSpeed: 1 })

declare global {
  var virtualBoard: VirtualBoard
  var flood: {
    sentBytes: number
    over: boolean
    gaps: number[]
    /** Codes that came to the board, all of them during the flood. */
    heard: number[]
  }
}

const megabyte = 1_000_000

/**
 * Starts in the page and goes on by itself, until `sizeBytes` have gone out and Ctrl-D has come in; what
 * it saw is in `flood`. Each block is a task of its own: `gaps` are the times between them, in ms.
 */
const startFlood = (page: Page, sizeBytes: number) =>
  page.evaluate((sizeBytes) => {
    const { bridge } = virtualBoard
    const flood: typeof globalThis.flood = { sentBytes: 0, over: false, gaps: [], heard: [] }
    globalThis.flood = flood
    const toBoard = bridge.send.bind(bridge)
    bridge.send = (bytes) => {
      if (!flood.over) flood.heard.push(...bytes)
      toBoard(bytes)
    }
    const line = 'The quick brown fox jumps over the lazy dog, 0123456789.\r\n'
    const block = new TextEncoder().encode(line.repeat(282))
    const { port1, port2 } = new MessageChannel()
    let last = performance.now()
    port1.onmessage = () => {
      const now = performance.now()
      flood.gaps.push(now - last)
      last = now
      const { client } = bridge
      const answered = flood.heard.includes(4)
      flood.over = flood.sentBytes >= sizeBytes && answered
      if (!client || flood.over) return
      const bytes = block.subarray(0, client.room())
      client.receive(bytes)
      flood.sentBytes += bytes.length
      port2.postMessage(0)
    }
    port2.postMessage(0)
  }, sizeBytes)

test('50 MB at full speed: the page answers all the while, and Ctrl-C reaches the board', async ({
  page,
}, { project }) => {
  test.skip(project.name !== 'desktop')
  test.setTimeout(120_000) // 50 MB through a terminal, on whatever the machine has left
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto('/')
  await openOnlyTheConsole(page)
  await page.locator('.xterm').click()

  await startFlood(page, 50 * megabyte)
  await page.keyboard.press('Control+c')
  await page.getByRole('button', { name: 'Ctrl-D' }).click()
  await expect(page.locator('.xterm-rows')).toContainText('quick brown fox')
  await page.waitForFunction(() => flood.over)
  await expect(page.locator('.xterm-rows')).toContainText('lazy dog')

  const { gaps, heard } = await page.evaluate(() => flood)
  expect(heard).toEqual([3, 4])
  // 32 ms were measured; another program may take the processor away for a moment.
  expect(gaps.filter((ms) => ms > 500).length).toBeLessThan(3)
  expect(errors).toEqual([])
})

test('noise at a wrong baud rate: the console says what it probably is, and takes it back', async ({
  page,
}, { project }) => {
  test.skip(project.name !== 'desktop')
  await page.goto('/')
  await openOnlyTheConsole(page)
  await page.locator('.xterm').click()
  const hint = page.getByText('probably speaks at another speed')
  await expect(hint).toBeHidden()
  const say = (from: number, count: number) =>
    page.evaluate(
      ([from, count]) => {
        const bytes = Uint8Array.from({ length: 8192 }, (_, at) => from + ((at * 97) % count))
        virtualBoard.bridge.client?.receive(bytes)
      },
      [from, count] as const,
    )
  await expect(async () => {
    await say(0x80, 0x80)
    await expect(hint).toBeVisible({ timeout: 500 })
  }).toPass()
  await expect(async () => {
    await say(0x20, 0x5f)
    await expect(hint).toBeHidden({ timeout: 500 })
  }).toPass()
})
