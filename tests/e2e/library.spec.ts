/** The first view, and the presets behind "Change". */
import { expect, type Page } from '@playwright/test'
import { closeLibrary, editPreset, openLibrary } from './page-steps'
import { test } from './quick-board'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const search = (page: Page) => page.getByLabel('Search presets')
const radios = (page: Page) => page.getByRole('radio')

const isScrolled = (page: Page) => page.evaluate(() => scrollY > 0)

async function duplicate(page: Page, times: number) {
  for (let made = 0; made < times; made++) {
    const before = await radios(page).count()
    await button(page, 'Duplicate').click()
    await expect(radios(page)).toHaveCount(before + 1)
  }
}

async function rename(page: Page, name: string, tags = '') {
  await button(page, 'Edit').click()
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByText('Advanced', { exact: true }).click()
  await page.getByLabel('Tags').fill(tags)
  await button(page, 'Save').click()
  await expect(page.getByRole('radio', { name: new RegExp(`^${name} `) })).toBeFocused()
}

test('the first view: one preset in one line, and both ways on above the fold', async ({
  page,
  isMobile,
}) => {
  await page.goto('/')
  await expect(page.getByText('Wemos D1 Mini, captive portal')).toBeVisible()
  await expect(button(page, 'Change')).toBeInViewport({ ratio: 1 })
  await expect(button(page, 'Connect')).toBeInViewport({ ratio: 1 })
  await expect(button(page, 'Try without a board')).toBeInViewport({ ratio: 1 })
  await expect(page.getByRole('heading', { name: 'Step 4: Phone' })).toBeInViewport()
  if (isMobile) return
  const { scrollHeight, clientHeight } = await page.evaluate(() => document.documentElement)
  expect(scrollHeight).toBe(clientHeight)
})

test('the page behind rests, and takes over again where it was left', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 500 })
  await page.goto('/')
  await openLibrary(page)
  await page.mouse.move(200, 400)
  await page.mouse.wheel(0, 600)
  expect(await isScrolled(page)).toBe(false)
  await page.keyboard.press('Escape')
  await expect(button(page, 'Change')).toBeFocused()
  await page.mouse.wheel(0, 600)
  await expect.poll(() => isScrolled(page)).toBe(true)
})

test('many presets: found by their words, narrowed by tag, and all of them back', async ({
  page,
}) => {
  await page.goto('/')
  await openLibrary(page)
  await duplicate(page, 7)
  await expect(search(page)).toHaveCount(0)
  await duplicate(page, 1)
  await rename(page, 'Porch lamp', 'home, Lab 3')
  await search(page).fill('PORCH home')
  await expect(radios(page)).toHaveCount(1)
  await expect(page.getByText('1 of 9 presets fit.')).toBeVisible()
  await search(page).fill('nobody has this')
  await expect(page.getByText('No preset fits.')).toBeVisible()
  await button(page, 'Show all presets').click()
  await expect(radios(page)).toHaveCount(9)

  await button(page, 'Lab 3').click()
  await expect(button(page, 'Lab 3')).toHaveAttribute('aria-pressed', 'true')
  await expect(radios(page)).toHaveCount(1)
  await search(page).fill('xyz')
  await search(page).press('Escape')
  await expect(search(page)).toHaveValue('')
  await expect(radios(page)).toHaveCount(1)
  await button(page, 'Lab 3').click()
  await expect(radios(page)).toHaveCount(9)
  await closeLibrary(page)
  await expect(page.getByText('Porch lamp')).toBeVisible()
})

test('tags stay at home: the file has them, the link does not', async ({ page, isMobile }) => {
  test.skip(isMobile, 'the same file at every screen size')
  await page.goto('/')
  await openLibrary(page)
  await rename(page, 'Lamp', 'my own words')
  const [saved] = await Promise.all([page.waitForEvent('download'), button(page, 'Export').click()])
  const chunks: Buffer[] = []
  for await (const chunk of await saved.createReadStream()) chunks.push(chunk as Buffer)
  expect(Buffer.concat(chunks).toString()).toContain('my own words')
  await button(page, 'Share').click()
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue()
  const shared = Buffer.from(link.split('#preset=1.')[1]!, 'base64url').toString()
  expect(shared).toContain('Lamp')
  expect(shared).not.toContain('my own words')
})

test('Undo is in sight wherever in the list somebody deletes', async ({ page }) => {
  await page.goto('/')
  await openLibrary(page)
  await duplicate(page, 9)
  await button(page, 'Delete').click()
  await expect(button(page, 'Undo')).toBeInViewport({ ratio: 1 })
  await button(page, 'Undo').click()
  await expect(radios(page)).toHaveCount(10)
})

test('a folded setting that is not as usual is named', async ({ page }) => {
  await page.goto('/')
  await editPreset(page)
  await expect(page.getByText('Not as usual')).toHaveCount(0)
  await page.getByText('Advanced', { exact: true }).click()
  await page.getByLabel('Name in the home network').fill('lamp')
  await page.getByLabel('Erase the whole board first').check()
  await button(page, 'Save').click()
  await button(page, 'Edit').click()
  await expect(page.getByLabel('Name in the home network')).toBeHidden()
  await expect(
    page.getByText('Not as usual: the whole board is erased first, name in the home network'),
  ).toBeVisible()
  await expect(button(page, 'Save')).toBeInViewport({ ratio: 1 })
})

test('with a board that has the portal, each preset says what is different', async ({ page }, {
  project,
}) => {
  test.skip(project.name !== 'desktop', 'the board is the same at every screen size')
  test.setTimeout(240_000)
  await page.goto('/')
  await button(page, 'Try without a board').click()
  await page.getByRole('button', { name: /^Install$/ }).click({ timeout: 60_000 })
  const again = page.getByRole('button', { name: 'Set up another board' })
  await again.click({ timeout: 120_000 })
  await button(page, 'Try without a board').click()
  await openLibrary(page)
  await expect(page.getByText('Same settings as on the board')).toBeVisible({ timeout: 60_000 })
  await button(page, 'Edit').click()
  await page.getByLabel('Access point name').fill('Lamp')
  await button(page, 'Save').click()
  await expect(page.getByText('Not as on the board: access point name')).toBeVisible()
})
