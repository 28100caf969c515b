/** What all fixtures of this folder set up alike: a folder, and a Chromium that has met the device. */
import type { Browser, Page, PlaywrightWorkerArgs } from '@playwright/test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** For as long as `work` takes; then it is removed, with all that is in it. */
export async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'web-serial-'))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A browser started through `launcher`, for as long as `work` takes. `introduce` shows it the device. */
export async function inBrowser(
  { chromium }: PlaywrightWorkerArgs['playwright'],
  { launcher, baseURL }: { launcher: string; baseURL?: string },
  introduce: (page: Page) => Promise<void>,
  work: (browser: Browser) => Promise<void>,
): Promise<void> {
  const browser = await chromium.launch({ executablePath: launcher, args: ['--no-sandbox'] })
  await introduce(await browser.newPage({ baseURL }))
  await work(browser)
  await browser.close()
}

/** Chromium looks for devices when it is first asked, and hears of them from then on. */
export async function plugIn(page: Page, announce: () => unknown): Promise<void> {
  const met = page.waitForEvent('console', (message) => message.text() === 'a port was plugged in')
  await page.evaluate(async () => {
    navigator.serial.addEventListener('connect', () => console.info('a port was plugged in'))
    await navigator.serial.getPorts()
  })
  await announce()
  await met
}
