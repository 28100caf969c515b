/**
 * The portal on a phone, as its owner meets it: real Chromium, real sockets, `npm run portal` behind
 * them. Every name leads to the board, as its DNS has it.
 */
import { chromium, expect, test, type Browser, type Page } from '@playwright/test'
import { findChromium } from '../runner/chromium'
import { PortalProcess } from '../support/portal-process'

const networks = [
  { ssid: 'Home', key: 'correct horse', channel: 6, rssi: -48, address: '192.168.1.23' },
  { ssid: 'Café "Zürich", 2. Stock', key: 'grüezi, mitenand', channel: 6, rssi: -61 },
  { ssid: '<script>alert(1)</script>', key: 'do not run me', channel: 6, rssi: -68 },
  { ssid: 'Library', channel: 1, rssi: -72, address: '10.20.30.40' },
  { ssidHex: '00ff80c3280d0a', key: 'bytes, no text', channel: 6, rssi: -80 },
  { ssid: 'Attic', key: 'out of sight', channel: 6, rssi: -66, hidden: true, address: '10.0.0.7' },
]
/** What a phone asks for by itself when it has joined. */
const probe = 'http://connectivitycheck.gstatic.com/generate_204'

test.skip(({ isMobile }) => !isMobile, 'the portal is met on phones')

let portal: PortalProcess
let browser: Browser
const said: string[] = []

/** The page's own waits are the browser's: what hangs on both goes at the browser's speed. */
const atRealSpeed = { tag: '@real-speed' }

test.beforeEach(async ({ browserName: _ }, { tags }) => {
  const speed = tags.includes('@real-speed') ? '1' : '4'
  portal = await PortalProcess.start({ networks: { networks }, args: ['--speed', speed] })
  browser = await chromium.launch({
    executablePath: findChromium(),
    args: [
      `--host-resolver-rules=MAP * 127.0.0.1:${portal.httpPort}`,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  })
})

test.afterEach(async ({ isMobile }) => {
  if (!isMobile) return // skipped: nothing was started
  await browser.close()
  expect(portal.text).not.toMatch(/Traceback|Error/)
  await portal.stop()
  expect(said.splice(0)).toEqual([])
})

interface Phone {
  colorScheme?: 'light' | 'dark'
  locale?: string
  javaScriptEnabled?: boolean
}

/** The sign-in sheet of a phone that has just joined. */
async function signInSheet(phone: Phone = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
    locale: 'en-GB',
    ...phone,
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => said.push(error.message))
  page.on('dialog', (dialog) => said.push(dialog.message()))
  await page.goto(probe)
  return page
}

async function join(page: Page, network: string, password: string) {
  await page.getByLabel(network, { exact: false }).first().check()
  await page.locator('[name=password]').fill(password)
  await page.getByRole('button', { name: 'Connect' }).click()
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`wrong password first, then the right one, in ${colorScheme} colours`, async () => {
    const page = await signInSheet({ colorScheme })
    expect(page.url()).toBe('http://192.168.4.1/')
    await expect(page.getByRole('heading')).toHaveText('Wi-Fi setup')
    await expect(page.getByRole('radio')).toHaveCount(networks.length - 1 + 1) // without Attic, with "another"
    await page.screenshot({ path: `test-results/portal-${colorScheme}-1-form.png`, fullPage: true })

    await join(page, 'Home', 'wrong horse')
    await expect(page.getByText('Connecting …')).toBeVisible()
    await page.screenshot({ path: `test-results/portal-${colorScheme}-2-trying.png` })
    await expect(page.getByText('Wrong password.')).toBeVisible()
    await expect(page.getByRole('radio', { name: 'Home' })).toBeChecked()
    await expect(page.locator('[name=password]')).toHaveValue('wrong horse')
    await page.screenshot({ path: `test-results/portal-${colorScheme}-3-wrong.png` })

    await page.locator('[name=password]').fill('correct horse')
    await page.getByRole('button', { name: 'Connect' }).click()
    await expect(page.getByRole('link')).toHaveText('192.168.1.23')
    await expect(page.getByRole('link')).toHaveAttribute('href', 'http://192.168.1.23/')
    await expect(page.getByText('Connected. New address:')).toBeVisible()
    await expect(page.locator('form')).toBeHidden()
    await page.screenshot({ path: `test-results/portal-${colorScheme}-4-done.png` })

    if (colorScheme === 'light') await portal.seen(/Turned off access point/)
    expect(portal.text).not.toContain('correct horse')
    expect(portal.text).not.toContain('wrong horse')
  })
}

test('without JavaScript: the same in four page loads', atRealSpeed, async () => {
  const page = await signInSheet({ javaScriptEnabled: false })
  await join(page, 'Home', 'correct horse')
  await expect(page.locator('body')).toContainText('192.168.1.23')
})

test('a hidden network by its name, and the password shown while it is typed', async () => {
  const page = await signInSheet()
  await page.locator('[name=ssid]').fill('Attic')
  await page.locator('#show').check()
  await expect(page.locator('[name=password]')).toHaveAttribute('type', 'text')
  await page.locator('[name=password]').fill('out of sight')
  await page.getByRole('button', { name: 'Connect' }).click()
  await expect(page.getByRole('link')).toHaveText('10.0.0.7')
})

test(
  'an open network on another channel: the phone is disconnected, reconnects and sees the result',
  atRealSpeed,
  async () => {
    const page = await signInSheet()
    await page.getByLabel('Library').check()
    await page.getByRole('button', { name: 'Connect' }).click()
    await portal.seen(/channel 6 → 1: the phone has fallen off/)
    await expect(page.getByRole('link')).toHaveText('10.20.30.40', { timeout: 30_000 })
  },
)

test('names with quotes, tags and bytes that are not UTF-8: shown as they are, joined', async () => {
  const page = await signInSheet()
  await expect(page.getByText('<script>alert(1)</script>')).toBeVisible()
  await join(page, 'Café "Zürich", 2. Stock', 'grüezi, mitenand')
  await expect(page.getByRole('link')).toHaveText('192.168.1.42')
})

test('uses the language of the browser, English otherwise', async () => {
  for (const [locale, heading] of Object.entries({
    'de-CH': 'WLAN einrichten',
    'fr-FR': 'Configurer le Wi-Fi',
    'es-MX': 'Configurar el wifi',
    'pt-BR': 'Configurar o Wi-Fi',
    'nl-NL': 'Wifi instellen',
    'ja-JP': 'Wi-Fi setup',
  })) {
    const page = await signInSheet({ locale })
    await expect(page.getByRole('heading')).toHaveText(heading)
    await page.screenshot({ path: `test-results/portal-${locale}.png`, fullPage: true })
    await page.context().close()
  }
})
