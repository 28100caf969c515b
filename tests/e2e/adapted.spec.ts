/** The page as its reader has set it up: forced colours, text of double the size, a narrow phone, no motion. */
import { expect, type Locator, type Page } from '@playwright/test'
import { allStates } from '../page-states/all'
import { cutOff } from '../page-states/checks'
import type { PageState } from '../page-states/page-state'
import { walk } from '../page-states/walk'
import { test } from './quick-board'

/** 1280×900 at 200 %, and the width that WCAG 1.4.10 asks for. */
const zoomed = [
  { width: 640, height: 450 },
  { width: 320, height: 640 },
]

async function fitsTheWidth(page: Page): Promise<string[]> {
  const wrong: string[] = []
  for (const size of zoomed) {
    await page.setViewportSize(size)
    wrong.push(...(await cutOff(page)))
  }
  return wrong
}

/** A new view may be held back, unseen, until all of it stands; that ends within a second. */
const holdsStill = (page: Page) =>
  expect
    .poll(() =>
      page.evaluate(() =>
        document.getAnimations().map(({ effect }) => {
          const target = effect instanceof KeyframeEffect ? effect.target : undefined
          return `${target?.localName}.${target?.getAttribute('class')}`
        }),
      ),
    )
    .toEqual([])

/** Goes to the next three by Tab: each is drawn with an outline. */
async function focusIsSeen(page: Page): Promise<string[]> {
  const wrong: string[] = []
  for (let times = 0; times < 3; times++) {
    await page.keyboard.press('Tab')
    const unseen = await page.evaluate(() => {
      const { activeElement } = document
      if (!activeElement || activeElement === document.body) return undefined
      // A radio button's own box may be drawn by what stands beside it.
      const drawn = [activeElement, activeElement.nextElementSibling, activeElement.parentElement]
      const seen = drawn.some((element) => {
        if (!element) return false
        const { outlineStyle, outlineWidth } = getComputedStyle(element)
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
      })
      return seen ? undefined : `focus unseen: ${activeElement.outerHTML.slice(0, 80)}`
    })
    if (unseen) wrong.push(unseen)
  }
  return wrong
}

async function check(page: Page, names: string[], also?: (state: PageState) => Promise<void>) {
  const wrong: string[] = []
  const missed = await walk({
    states: allStates,
    names,
    newPage: async () => page,
    visit: async (page, state) => {
      await holdsStill(page)
      const found = await fitsTheWidth(page)
      await also?.(state)
      if (!state.name.startsWith('install')) found.push(...(await focusIsSeen(page)))
      wrong.push(...found.map((what) => `${state.name}: ${what}`))
    },
  })
  expect([...missed, ...wrong]).toEqual([])
}

/** The colours in the middle of the left and of the right quarter. */
async function endsOf(bar: Locator): Promise<string[]> {
  const picture = (await bar.screenshot()).toString('base64')
  return bar.evaluate(async (_, picture) => {
    const bytes = Uint8Array.from(atob(picture), (char) => char.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!
    context.drawImage(image, 0, 0)
    return [0.25, 0.75].map((part) =>
      context.getImageData(image.width * part, image.height / 2, 1, 1).data.join(),
    )
  }, picture)
}

/** One like the bar that is shown, half of it done, whatever the real one says at the moment. */
async function progressIsSeen(page: Page) {
  const bar = page.getByRole('progressbar').first()
  await bar.evaluate((shown) => {
    const half = shown.cloneNode() as HTMLProgressElement
    half.value = 50
    half.id = 'half'
    half.style.cssText = 'display: block; width: 200px'
    document.querySelector('main')!.prepend(half)
  })
  const [done, open] = await endsOf(page.locator('#half'))
  expect(done).not.toBe(open)
  await page.locator('#half').evaluate((half) => half.remove())
}

test.use({ contextOptions: { forcedColors: 'active', reducedMotion: 'reduce' } })

for (const name of ['no-device', 'editor-errors', 'keys', 'link-hostile']) {
  test(`forced colours, 200 %, 320 px, no motion: ${name}`, async ({ page }, { project }) => {
    test.skip(project.name !== 'desktop', 'it sets the sizes itself')
    await check(page, [name])
  })
}

test('forced colours, 200 %, 320 px, no motion: a board', async ({ page }, { project }) => {
  test.skip(project.name !== 'desktop', 'it sets the sizes itself')
  test.setTimeout(180_000)
  await check(page, ['installing', 'install-failed', 'running'], async ({ name }) => {
    if (name === 'installing') await progressIsSeen(page)
  })
})

test('forced colours, 200 %, 320 px, no motion: a plan', async ({ page }, { project }) => {
  test.skip(project.name !== 'desktop', 'it sets the sizes itself')
  await check(page, ['ready'])
})
