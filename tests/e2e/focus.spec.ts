/** The keyboard focus is never lost, and Escape closes what was opened. */
import { expect, type Locator, type Page } from '@playwright/test'
import {
  acceptDialogs,
  addSecret,
  closeLibrary,
  editPreset,
  openKeys,
  openLibrary,
} from './page-steps'
import { test } from './quick-board'

test.beforeEach(() => test.setTimeout(240_000))

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })

/** Presses as a keyboard does, and waits until the focus is on something that is there. */
async function press(page: Page, target: Locator, then?: Locator) {
  await expect(target).toBeEnabled() // a disabled one takes no focus
  await target.focus()
  await page.keyboard.press('Enter')
  if (then) await expect(then).toBeFocused({ timeout: 20_000 })
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
}

test.skip(({ isMobile }) => isMobile, 'the focus does not depend on the screen')

test('no action on presets loses the focus', async ({ page }) => {
  await page.goto('/')
  await press(page, button(page, 'Change'))
  const chosen = page.getByRole('radio', { checked: true })
  await press(page, button(page, 'Edit'), page.getByRole('heading', { name: 'Edit preset' }))
  await press(page, button(page, 'Save'), chosen)
  await press(page, button(page, 'Edit'))
  await press(page, button(page, 'Cancel editing'), chosen)
  await press(page, button(page, 'Duplicate'), chosen)
  await expect(page.getByRole('radio')).toHaveCount(2)
  await press(page, button(page, 'Delete'), chosen)
  await press(page, button(page, 'Undo'))
  await expect(page.getByRole('radio')).toHaveCount(2)
  await press(page, button(page, 'New preset'), page.getByRole('heading', { name: 'New preset' }))
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'New preset' })).toHaveCount(0)
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
  await expect(page.getByRole('radio'), 'the list is back').toHaveCount(2)
  for (let left = await page.getByRole('radio').count(); left > 0; left--) {
    await press(page, button(page, 'Delete'))
  }
  await press(page, button(page, 'Bring back the first preset'))
  await closeLibrary(page)
  await expect(button(page, 'Change')).toBeFocused()
})

test('adding an app leads back to the choice of apps', async ({ page }) => {
  await page.goto('/')
  await editPreset(page)
  await page.getByText('Add an app of my own').click()
  await page.getByLabel('Name of the app').fill('hello')
  await page.getByLabel('Its Python').fill('def run(wifi, settings):\n    pass\n')
  await press(page, button(page, 'Add this app'), page.getByLabel('After the portal'))
})

test('Escape closes Share and Keys, and the focus is where they were opened', async ({ page }) => {
  await page.goto('/')
  await openLibrary(page)
  const heading = (name: RegExp) => page.getByRole('heading', { name })
  for (const [name, title] of [
    ['Share', /^Share “/],
    ['Keys', /^Keys for signed links/],
  ] as const) {
    for (const close of ['Escape', name === 'Share' ? 'Close' : 'Close keys']) {
      await press(page, button(page, name))
      await expect(heading(title)).toBeVisible()
      if (close === 'Escape') await page.keyboard.press('Escape')
      else await press(page, button(page, close))
      await expect(heading(title)).toHaveCount(0)
      await expect(button(page, name)).toBeFocused()
    }
  }
  await press(page, button(page, 'Keys'))
  await press(page, button(page, 'Add a key'))
  await page.keyboard.press('Escape')
  await expect(button(page, 'Add a key')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(button(page, 'Keys')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(button(page, 'Change')).toBeFocused()
})

test('a secret that is shown once asks before it goes, whatever would close it', async ({ page }, {
  project,
}) => {
  const asked = acceptDialogs(page)
  await page.goto('/')
  await openKeys(page)
  await addSecret(page, 'Workshop')
  const secret = page.getByLabel('Secret', { exact: true })
  const question = page.getByText('Not copied yet.')
  for (const close of ['Close keys', 'Escape']) {
    if (close === 'Escape') await page.keyboard.press('Escape')
    else await button(page, close).click()
    await expect(question).toBeVisible()
    await expect(secret).toBeVisible()
  }
  await page.screenshot({
    path: `${project.outputDir}/focus-${project.name}-secret.png`,
    fullPage: true,
  })
  await button(page, 'Close without copying').click()
  await expect(secret).toHaveCount(0)
  expect(asked).toEqual([])
})

test('closing the tab asks while a secret is not handed on', async ({ page }) => {
  const asked = acceptDialogs(page)
  await page.goto('/')
  await openKeys(page)
  await addSecret(page, 'Workshop')
  await page.reload()
  expect(asked).toEqual(['beforeunload'])
})

test('no action on a board loses the focus', async ({ page, context }, { project }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/')
  const tryIt = button(page, 'Try without a board')
  await press(page, tryIt)
  const install = button(page, /^Install$/)
  await expect(install).toBeEnabled({ timeout: 90_000 })
  await press(page, button(page, 'Change'))
  await press(page, button(page, 'Done'))
  await press(page, button(page, 'Disconnect'))
  await expect(tryIt).toBeVisible()
  await press(page, tryIt)
  await expect(install).toBeEnabled({ timeout: 90_000 })
  await press(page, install)
  await press(page, button(page, 'Cancel'))
  await expect(tryIt).toBeVisible({ timeout: 30_000 })
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')

  await press(page, tryIt)
  await press(page, button(page, 'More'))
  await page.keyboard.press('Escape')
  await expect(button(page, 'Only open the console')).toHaveCount(0)
  await press(page, button(page, 'More'))
  await press(page, button(page, 'Only open the console'))
  await expect(page.getByText('The console is open.')).toBeVisible()
  await press(page, button(page, 'More tools'))
  const log = page
    .getByRole('group', { name: 'More tools of the console' })
    .getByRole('button', { name: /Cop/ })
  await press(page, log)
  await expect(log).toHaveText('Copied')
  const reader = button(page, 'Screen reader')
  await press(page, reader)
  await expect(reader).toHaveAttribute('aria-pressed', 'true')
  await expect(page.locator('.xterm-accessibility')).toBeAttached()
  await page.screenshot({
    path: `${project.outputDir}/focus-${project.name}-console.png`,
    fullPage: true,
  })
  await press(page, button(page, 'Disconnect'))
  await expect(tryIt).toBeVisible()
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
})
