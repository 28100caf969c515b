/** What was typed is never lost, and what is on the screen is what gets installed. */
import { expect, type Page } from '@playwright/test'
import { acceptDialogs, editPreset, openLibrary, savePreset } from './page-steps'
import { test } from './quick-board'

const name = (page: Page) => page.getByLabel('Access point name')
const tryIt = (page: Page) => page.getByRole('button', { name: 'Try without a board' })

async function edit(page: Page) {
  await page.goto('/')
  await editPreset(page)
  await expect(name(page)).toBeVisible()
}

test.beforeEach(() => test.setTimeout(240_000))

test.skip(({ isMobile }) => isMobile, 'its layout on phones is seen by npm run screenshots')

test('edit a preset, save, press Try: what was typed goes along, not the old preset', async ({
  page,
}) => {
  await edit(page)
  await name(page).fill('Typed just now')
  await savePreset(page)
  await tryIt(page).click()
  await page.getByRole('button', { name: /^Install/ }).click({ timeout: 60_000 })
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Typed just now', {
    timeout: 120_000,
  })
})

test('what does not fit blocks with the reason at the field, and nothing is lost', async ({
  page,
}, { project }) => {
  await edit(page)
  const long = 'An access point name that is too long'
  await name(page).fill(long)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(name(page)).toBeFocused()
  await expect(name(page)).toHaveAccessibleDescription(/^A network name has 1–32 bytes/)
  await expect(page.getByText('A network name has 1–32 bytes')).toBeInViewport()
  await expect(page.getByRole('alert')).toContainText('Not saved yet: one field')
  await expect(name(page)).toHaveValue(long)
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.screenshot({
    path: `${project.outputDir}/typed-${project.name}-refused.png`,
    fullPage: true,
  })
})

test('the reason is shown even in a part of the form that is folded', async ({ page }) => {
  await edit(page)
  const advanced = page.getByText('Advanced', { exact: true })
  await advanced.click()
  await page.getByText('Extra fields of the sign-in page').click()
  await page.getByRole('button', { name: 'Add a field' }).click()
  await page.getByLabel('Label', { exact: true }).fill('')
  await page.getByText('Extra fields of the sign-in page').click()
  await advanced.click()
  await expect(page.getByLabel('Label', { exact: true })).toBeHidden()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByLabel('Label', { exact: true })).toBeFocused()
})

test('everything that is wrong is said at once, each beside its field', async ({ page }) => {
  await edit(page)
  const title = page.getByLabel('Name', { exact: true })
  const advanced = page.getByText('Advanced', { exact: true })
  const address = page.getByLabel('Access point address')
  await advanced.click()
  await address.fill('nowhere')
  await advanced.click()
  await title.fill('')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(title).toBeFocused()
  await expect(title).toHaveAccessibleDescription('A preset needs a name.')
  await expect(address).toBeVisible()
  await expect(address).toHaveAccessibleDescription(/^An address looks like/)
  const summary = page.getByRole('alert')
  await expect(summary).toContainText('2 fields need another look')
  await title.fill('Mended')
  await expect(page.getByText('A preset needs a name.')).toHaveCount(0)
  await expect(summary).toContainText('one field needs another look')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(address).toBeFocused()
  await expect(address).toHaveValue('nowhere')
  const reason = page.getByText(/^An address looks like/)
  await expect(reason, 'not under the buttons').toBeInViewport({ ratio: 1 })
  await address.fill('192.168.4.1')
  await expect(summary).toHaveCount(0)
  await savePreset(page)
  await expect(page.getByText('Mended', { exact: true })).toBeVisible()
})

test('unsaved edits survive a reload, and closing the tab asks only while there are some', async ({
  page,
}) => {
  const asked = acceptDialogs(page)
  await edit(page)
  await page.reload()
  expect(asked).toEqual([])
  await editPreset(page)
  await name(page).fill('Half typed')
  await page.getByText('Add an app of my own').click()
  await page.getByLabel('Its Python').fill('def run(wifi, settings):')
  await page.reload()
  expect(asked).toEqual(['beforeunload'])
  await expect(name(page)).toHaveValue('Half typed')
  await expect(page.getByLabel('Its Python')).toHaveValue('def run(wifi, settings):')
  await page.getByLabel('Its Python').fill('')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Access point: Half typed').first()).toBeVisible()
  await page.reload()
  expect(asked).toHaveLength(1)
})

test('Cancel asks before it drops what was typed', async ({ page }) => {
  await edit(page)
  await name(page).fill('Typed')
  const cancel = page.getByRole('button', { name: 'Cancel editing' })
  await cancel.click()
  await expect(page.getByRole('alert')).toHaveText('What you changed is not saved.')
  await expect(page.getByRole('button', { name: 'Go on editing' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(cancel).toBeFocused()
  await expect(name(page)).toHaveValue('Typed')
  await cancel.click()
  await page.getByRole('button', { name: 'Drop the changes' }).click()
  await expect(page.getByRole('radio', { checked: true })).toBeFocused()
  await expect(page.getByText('Access point: Typed')).toHaveCount(0)
})

test('keeping a link while a form is open saves the form first', async ({ page, baseURL }) => {
  await edit(page)
  await page.getByRole('button', { name: 'Cancel editing' }).click()
  await page.getByRole('button', { name: 'Share' }).click()
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue()
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await page.getByLabel('Name', { exact: true }).fill('My own name')
  await page.evaluate((hash) => (location.hash = hash), new URL(link, baseURL).hash)
  await page.getByRole('button', { name: 'Keep this preset' }).click()
  await page.reload()
  await openLibrary(page)
  await expect(page.getByRole('radio', { name: /^My own name/ })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0)
})

test('without a preset the first step is not ticked, and Connect says why it rests', async ({
  page,
}, { project }) => {
  await page.goto('/')
  await openLibrary(page)
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Done', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Step 1: Preset' })).toBeVisible()
  await expect(tryIt(page)).toBeDisabled()
  await expect(tryIt(page)).toHaveAccessibleDescription(/preset first/)
  await page.screenshot({
    path: `${project.outputDir}/typed-${project.name}-none.png`,
    fullPage: true,
  })
})
