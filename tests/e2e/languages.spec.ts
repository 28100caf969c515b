/** The language of the page: by browser and by hand, live, offline, and one catalogue only. */
import { expect, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { installInHomeNetwork } from './page-steps'
import { VersionedHost } from './versioned-host'
import { test } from './quick-board'

const built = readFileSync(join(process.env.E2E_FOLDER ?? 'dist', 'index.html'), 'utf8')
const offered = [...built.matchAll(/data-language="(\w\w)"/g)].map(([, language]) => language!)

test.skip(({ isMobile }) => isMobile, 'the same words on every screen')

const languageOf = (page: Page) => page.locator('html').getAttribute('lang')
const openMenu = (page: Page) => page.locator('header button').click()
const choose = (page: Page, name: string) => page.getByRole('radio', { name, exact: true }).check()

/** Files of words that were requested: "de-first". */
function requestedWords(page: Page): Set<string> {
  const found = new Set<string>()
  page.on('request', (request) => {
    const name = /_language-(\w\w-(first|rest))/.exec(request.url())?.[1]
    if (name) found.add(name)
  })
  return found
}

test.describe('in a browser that prefers Austrian German', () => {
  test.use({ locale: 'de-AT' })

  test('the page is German, with the words of the first view alone, and English is not loaded', async ({
    page,
  }) => {
    const requested = requestedWords(page)
    await page.goto('/', { waitUntil: 'networkidle' })
    expect(await languageOf(page)).toBe('de')
    expect([...requested]).toEqual(['de-first'])
    await openMenu(page)
    await expect(page.getByRole('radio', { name: 'Deutsch' })).toBeChecked()
    expect([...requested].sort()).toEqual(['de-first', 'de-rest'])
  })
})

test.describe('in a browser of a language that is not there', () => {
  test.use({ locale: 'sv-SE' })

  test('the page is English', async ({ page }) => {
    await page.goto('/')
    await expect(page.getByRole('button', { name: 'Try without a board' })).toBeVisible()
    expect(await languageOf(page)).toBe('en')
  })
})

test('a choice changes everything at once, keeps the board, outlives a reload, and reaches other tabs', async ({
  page,
  context,
}) => {
  test.slow() // a board takes its own time
  const requested = requestedWords(page)
  const other = await context.newPage()
  await other.goto('/')
  await page.goto('/')
  await installInHomeNetwork(page)
  await expect(page.getByRole('heading', { name: 'Your board is in “Home”' })).toBeVisible({
    timeout: 90_000,
  })
  const english = await shownWords(page)
  await openMenu(page)
  await choose(page, 'Deutsch')
  await expect.poll(() => languageOf(page)).toBe('de')
  const left = (await shownWords(page)).filter((text) => english.includes(text))
  expect(left.filter((text) => !isData(text))).toEqual([])
  await expect(page.locator('.xterm'), 'the console goes on').toBeVisible()
  await expect(page.getByRole('radio', { name: 'Deutsch' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.locator('header button')).toBeFocused()
  await expect.poll(() => languageOf(other)).toBe('de')
  expect([...requested].sort()).toEqual(['de-first', 'de-rest', 'en-first', 'en-rest'])
  const again = requestedWords(other)
  await other.reload({ waitUntil: 'networkidle' })
  expect([await languageOf(other), ...again]).toEqual(['de', 'de-first'])
})

/** Text with words in it that one can see; what the board says apart. */
const shownWords = (page: Page) =>
  page.evaluate(() => {
    const texts: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      const text = node.textContent?.trim() ?? ''
      if (!parent?.checkVisibility() || parent.closest('.xterm, code, bdi, kbd')) continue
      if (/\p{L}{2}\s+\p{L}{2}/u.test(text)) texts.push(text)
    }
    return texts
  })

/** Names that the page or the board gave, in the language of then; and what is the same in both. */
const isData = (text: string) => /D1 Mini|ESP8266|Portal Flasher/.test(text)

test('without storage the choice lives as long as the page', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('blocked', 'SecurityError')
      },
    })
  })
  await page.goto('/')
  await openMenu(page)
  await choose(page, 'Français')
  await expect.poll(() => languageOf(page)).toBe('fr')
  await page.reload()
  await expect.poll(() => languageOf(page)).toBe('en')
})

test('a language that cannot be loaded is said so, and the page stays as it is', async ({
  page,
}) => {
  await page.goto('/')
  await page.route(/_language-fr-rest/, (route) => route.abort())
  await openMenu(page)
  await page.getByRole('radio', { name: 'Français' }).click()
  await expect(page.getByText('This language could not be loaded')).toBeVisible()
  await expect(page.getByRole('radio', { name: 'English' })).toBeChecked()
  expect(await languageOf(page)).toBe('en')
})

test('where no words come at all, the page says so in every language', async ({ page }) => {
  await page.route(/_language-/, (route) => route.abort())
  await page.goto('/')
  await expect(page.locator('#app p[lang=en]')).toContainText('could not be loaded')
  await expect(page.locator('#app p')).toHaveCount(offered.length)
})

test.describe('with a service worker', () => {
  test.use({ serviceWorkers: 'allow' })
  test.skip(({ isMobile }) => isMobile, 'the same worker on every screen')

  test('offline works in the language that was chosen last, and the others are not kept', async ({
    page,
  }) => {
    const host = await VersionedHost.start()
    await page.goto(host.url)
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
    const kept = () =>
      page.evaluate(async () => {
        const cache = (await caches.keys()).find((name) => name.includes('precache-v'))!
        const urls = (await (await caches.open(cache)).keys()).map(({ url }) => url)
        return urls.flatMap((url) => /_language-(\w\w-\w+)-/.exec(url)?.[1] ?? []).sort()
      })
    await expect.poll(kept).toEqual(['en-first', 'en-rest'])
    await openMenu(page)
    await choose(page, 'Deutsch')
    await expect.poll(kept).toContain('de-rest')
    expect(await kept()).not.toContain('fr-first')
    host.offline = true
    await page.reload()
    expect(await languageOf(page)).toBe('de')
    await openMenu(page)
    await expect(page.getByRole('radio', { name: 'Deutsch' })).toBeChecked()
    host.offline = false
    host.deploy('v02')
    await page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange')))
    await expect.poll(async () => (await kept()).length, { timeout: 30_000 }).toBe(6)
    host.stop()
  })
})
