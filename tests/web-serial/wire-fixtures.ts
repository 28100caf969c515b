/** `test` with Chromium's own port on a cable that has no chip on its far end. */
import { test as base, type Page } from '@playwright/test'
import { join } from 'node:path'
import type { FarEnd, Seen } from '../contract/port-suite/case'
import { findChromium } from '../runner/chromium'
import { inBrowser, inFolder, plugIn } from './browser-rig'
import { bundleForPage } from './bundle'
import { writeLauncher } from './launcher'
import { buildNativeParts, serialDevice } from './machine'
import { skipWhereImpossible } from './skip'
import { WireEnd } from './wire-end'

interface Rig {
  wire: WireEnd
  launcher: string
  /** The cases, for the page. */
  script: string
}

const suite = new URL('../contract/port-suite/in-page.ts', import.meta.url)
/** Of no page of ours: nobody else shall use its ports. */
const bare = '/bare-page.html'

async function makeRig(folder: string, origin: string): Promise<Rig> {
  const { serialPty, modemLines } = buildNativeParts()
  const socket = join(folder, 'lines')
  const device = serialDevice()!
  const wire = await WireEnd.open(device, serialPty, socket)
  const chromium = findChromium() ?? 'chromium'
  const parts = { chromium, modemLines, socket, pty: wire.path, device: device.node, origin }
  return { wire, launcher: writeLauncher(folder, parts), script: await bundleForPage(suite) }
}

async function openBare(page: Page): Promise<void> {
  await page.route(`**${bare}`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>bare</title>' }),
  )
  await page.goto(bare)
}

async function introduce(page: Page, wire: WireEnd): Promise<void> {
  await openBare(page)
  await plugIn(page, () => wire.introduce())
  await page.close()
}

/** A page for one case after the other, with nothing left of the one before. */
async function refresh(page: Page, { wire, script }: Rig): Promise<void> {
  await page.goto(bare)
  await wire.reset()
  await page.waitForFunction(async () => (await navigator.serial.getPorts()).length === 1)
  await page.evaluate(script)
}

export type OnPort = (name: string) => Promise<Seen>

interface WorkerFixtures {
  rig: Rig
  casePage: Page
  /** Runs a case. */
  onPort: OnPort
}

export const test = base.extend<{ machine: void }, WorkerFixtures>({
  machine: [skipWhereImpossible, { auto: true }],
  rig: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern to know what is wanted
    async ({}, use, { project }) =>
      inFolder(async (folder) => {
        const rig = await makeRig(folder, project.use.baseURL ?? '')
        await use(rig)
        rig.wire.close()
      }),
    { scope: 'worker', timeout: 60_000 },
  ],
  browser: [
    async ({ playwright, rig: { wire, launcher } }, use, { project }) => {
      const { baseURL } = project.use
      await inBrowser(playwright, { launcher, baseURL }, (page) => introduce(page, wire), use)
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  casePage: [
    async ({ browser, rig }, use, { project }) => {
      const page = await browser.newPage({ baseURL: project.use.baseURL })
      await page.exposeFunction('farEnd', (name: keyof FarEnd, ...given: unknown[]) =>
        (rig.wire[name] as (...all: unknown[]) => Promise<unknown>).apply(rig.wire, given),
      )
      await openBare(page)
      await use(page)
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  onPort: [
    async ({ casePage, rig }, use) => {
      await use(async (name) => {
        await refresh(casePage, rig)
        return casePage.evaluate(`suite.run(${JSON.stringify(name)})`)
      })
    },
    { scope: 'worker' },
  ],
})

export { expect } from '@playwright/test'
