/** Light and dark: by system and by hand, kept, and never the other one first. */
import { expect, type Page } from '@playwright/test'
import { test } from './quick-board'

test.skip(({ isMobile }) => isMobile, 'the same colours on every screen')

const paper = { light: 'rgb(246, 245, 242)', dark: 'rgb(20, 21, 19)' }
const bar = { light: '#f6f5f2', dark: '#141513' }
const other = { light: 'dark', dark: 'light' } as const

const paperOf = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor)

/** The colour that the browser's own bar takes. */
const barOf = (page: Page) =>
  page.evaluate(() => {
    const metas = [...document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')]
    return metas.find(({ media }) => matchMedia(media).matches)?.content
  })

async function choose(page: Page, name: string) {
  await page.getByRole('button', { name: 'Language and theme' }).click()
  await page.getByRole('radio', { name, exact: true }).check()
  await page.keyboard.press('Escape')
}

for (const system of ['light', 'dark'] as const) {
  test.describe(`on a ${system} system`, () => {
    test.use({ colorScheme: system })
    const chosen = other[system]
    const name = chosen === 'dark' ? 'Dark' : 'Light'

    test('the page follows the system, the hand, and the system again', async ({ page }) => {
      await page.goto('/')
      expect([await paperOf(page), await barOf(page)]).toEqual([paper[system], bar[system]])
      await choose(page, name)
      expect([await paperOf(page), await barOf(page)]).toEqual([paper[chosen], bar[chosen]])
      await page.emulateMedia({ colorScheme: chosen })
      await page.emulateMedia({ colorScheme: system })
      expect(await paperOf(page)).toBe(paper[chosen])
      await choose(page, 'System')
      expect([await paperOf(page), await barOf(page)]).toEqual([paper[system], bar[system]])
    })

    test('what was chosen is there before the first paint, and in other tabs', async ({
      page,
      context,
    }) => {
      const second = await context.newPage()
      await second.goto('/')
      await page.goto('/')
      await choose(page, name)
      await expect.poll(() => paperOf(second)).toBe(paper[chosen])
      // Nothing that is loaded after the head: what is painted now is all that a slow network would show.
      await page.route(/index-.*\.js/, (route) => route.abort())
      await page.reload({ waitUntil: 'domcontentloaded' })
      expect([await paperOf(page), await barOf(page)]).toEqual([paper[chosen], bar[chosen]])
    })
  })
}

test('the script of the head runs before the styles are there, so nothing is painted without it', async ({
  page,
}) => {
  await page.goto('/')
  const head = await page.locator('head').innerHTML()
  const [script, styles] = [head.indexOf('before-paint-'), head.indexOf('rel="stylesheet"')]
  expect(script).toBeGreaterThan(0)
  expect(script).toBeLessThan(styles)
  await expect(page.locator('script[src*="before-paint-"]')).not.toHaveAttribute('type')
})
