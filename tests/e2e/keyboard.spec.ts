/** The whole way by keyboard alone: Tab, Enter, Space and Escape, from the first view to a running portal. */
import { expect, type Locator, type Page } from '@playwright/test'
import { test } from './quick-board'

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })

/** Nobody presses Tab more often for the next thing to do. */
const mostTabs = 15

/** Tab until `target` has the focus, which can be seen. */
async function tabTo(page: Page, target: Locator) {
  await expect(target).toBeEnabled({ timeout: 60_000 })
  const isFocused = () => target.evaluate((element) => element === document.activeElement)
  for (let tabs = 0; !(await isFocused()); tabs++) {
    expect(tabs, `Tabs to ${target}`).toBeLessThan(mostTabs)
    await page.keyboard.press('Tab')
  }
  const outline = () => target.evaluate((element) => getComputedStyle(element).outlineStyle)
  expect(await outline(), 'the focus is shown').not.toBe('none')
  await expect(target).toBeInViewport()
}

test('from the first view to a running portal without a mouse', async ({ page }, { project }) => {
  test.skip(project.name !== 'desktop', 'a phone has no keys')
  test.setTimeout(180_000)
  await page.goto('/')
  await tabTo(page, button(page, 'Change'))
  await page.keyboard.press('Enter')
  const library = page.getByRole('dialog')
  await expect(library.getByRole('radio', { checked: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(library).toHaveCount(0)
  await expect(button(page, 'Change')).toBeFocused()

  await tabTo(page, button(page, 'Try without a board'))
  await page.keyboard.press('Space')
  await tabTo(page, button(page, 'More'))
  await page.keyboard.press('Space')
  await expect(button(page, 'Only open the console')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(button(page, 'Only open the console')).toHaveCount(0)
  await expect(button(page, 'More')).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(button(page, 'Install')).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, button(page, 'Cancel'))

  const title = page.getByRole('heading', { name: 'Your portal is running' })
  await expect(title).toBeVisible({ timeout: 90_000 })
  // Of the console's keys, Tab belongs to the board; Shift+Tab leads out.
  const keys = page.locator('.xterm-helper-textarea')
  await expect(keys).toHaveAccessibleName(/leave the console/)
  await keys.focus()
  await page.keyboard.press('Shift+Tab')
  await expect(keys).not.toBeFocused()
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
})
