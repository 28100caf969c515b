/** The lab page with the virtual board: runs are measured, kept over a reload, and reported. */
import { expect, type Page } from '@playwright/test'
import * as v from 'valibot'
import { test } from './quick-board'

const reportSchema = v.object({
  format: v.literal('portal-flasher-lab'),
  version: v.literal(1),
  steps: v.array(
    v.object({
      id: v.string(),
      outcome: v.string(),
      note: v.optional(v.string()),
      runs: v.array(
        v.object({
          ended: v.string(),
          code: v.optional(v.string()),
          baudRates: v.array(v.number()),
          sentBytes: v.number(),
          bridge: v.object({ name: v.string(), vendor: v.string(), product: v.string() }),
          attempts: v.array(
            v.object({ phases: v.array(v.object({ phase: v.string(), ms: v.number() })) }),
          ),
        }),
      ),
    }),
  ),
})

const step = (page: Page, name: string) => page.getByRole('group', { name })

async function report(page: Page) {
  await page.getByText('See what is in the report').click()
  const text = await page.getByRole('region', { name: 'Text of the report' }).innerText()
  return { text, ...v.parse(reportSchema, JSON.parse(text)) }
}

test.skip(({ isMobile }) => isMobile, 'its layout on phones is seen by npm run screenshots')

test('a checklist that measures, survives a reload and becomes a report', async ({ page }, {
  project,
}) => {
  test.setTimeout(90_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto('/lab.html')
  const first = step(page, '1. Reach the board')
  const start = first.getByRole('button', { name: 'Start' })
  await expect(start).toBeDisabled()
  await page.getByLabel('The virtual board').check()
  await start.click()
  await expect(first.getByText('Passed').first()).toBeVisible()
  await expect(first).toContainText('460800 baud')
  await expect(first.getByText('Checking the firmware'), 'nothing goes on spinning').toHaveCount(0)

  const unplug = step(page, '6. Unplug at 50 %')
  await unplug.getByRole('button', { name: 'Start' }).click()
  const written = unplug.getByRole('progressbar', { name: 'Writing MicroPython' })
  await expect(written).toHaveAttribute('value', /^[1-9]\d$/)
  await page.evaluate(() => {
    const { virtualBoard } = globalThis as unknown as { virtualBoard: { unplug(): void } }
    virtualBoard.unplug()
  })
  await expect(unplug.getByText('Passed').first()).toBeVisible({ timeout: 10_000 })
  await unplug.getByLabel('Note').fill('blue cable, 18:fe:34:42:44:42, password: hunter22')
  await step(page, '9. Charge-only cable').getByLabel('Skipped').check()
  await page.screenshot({ path: `${project.outputDir}/lab-${project.name}.png`, fullPage: true })

  await page.reload()
  await expect(page.getByText('3 of 12 have an outcome')).toBeVisible()
  await expect(unplug.getByLabel('Note')).toHaveValue(/blue cable/)
  const { text, steps } = await report(page)
  const of = (id: string) => steps.find((one) => one.id === id)
  expect(of('connect')).toMatchObject({ outcome: 'pass', runs: [{ ended: 'ready' }] })
  const [run] = of('unplug-half')?.runs ?? []
  expect(run).toMatchObject({ ended: 'failed', code: 'port-lost' })
  expect(run?.bridge).toMatchObject({ name: 'CH340', vendor: '1a86' })
  expect(run?.sentBytes).toBeGreaterThan(10_000)
  expect(run?.attempts.flatMap(({ phases }) => phases.map(({ phase }) => phase))).toContain('write')
  expect(of('wrong-cable')?.outcome).toBe('skipped')
  expect(of('install')?.outcome).toBe('open')
  expect(text).toContain('blue cable')
  expect(text).not.toContain('42:44:42')
  expect(text).not.toContain('hunter22')
  expect(errors).toEqual([])
})

test('the page itself loads and links nothing of the lab', async ({ page, baseURL }, {
  project,
}) => {
  test.skip(project.name !== 'desktop', 'the same at every screen size')
  const requested: string[] = []
  page.on('request', (request) => requested.push(request.url()))
  await page.goto('/', { waitUntil: 'networkidle' })
  expect(requested.filter((url) => /\/lab[.-]/.test(url))).toEqual([])
  await expect(page.locator('a[href*="lab"]')).toHaveCount(0)

  const lab = await page.request.get(`${baseURL}/lab.html`)
  const policy = lab.headers()['content-security-policy']
  expect(policy).toContain("script-src 'self'")
  expect(lab.headers()['cross-origin-opener-policy']).toBe('same-origin')
  expect(await lab.text()).toContain('http-equiv="Content-Security-Policy"')
})
