/** Who can set a board up: chosen in the form, told by plan and hub, left out of links unless somebody insists. */
import { expect, type Page } from '@playwright/test'
import { editPreset, openSharing, savePreset } from './page-steps'
import { test } from './quick-board'

const openForm = async (page: Page) => {
  await page.goto('/')
  await editPreset(page)
  await page.getByText('Who can set the board up').click()
}
const kind = (page: Page) => page.getByLabel('Password of the board’s set-up Wi-Fi')
const password = (page: Page) => page.getByLabel('Password', { exact: true })

test('wrong values are named beside their fields; a password goes into no link by itself', async ({
  page,
}) => {
  await openForm(page)
  await kind(page).selectOption('One for all boards with this preset')
  await password(page).fill('short')
  await password(page).blur()
  await expect(page.getByText('A password has 8 to 63 characters.')).toBeVisible()
  await page.getByRole('button', { name: 'Suggest one' }).click()
  await expect(password(page)).toHaveValue(/^[a-z2-9]{12}$/)
  await expect(page.getByText('A password has 8 to 63 characters.')).toBeHidden()
  const secret = await password(page).inputValue()

  await page.getByLabel('Fixed address in the home network').check()
  await page.getByLabel('Address of the board').fill('192.168.1.50')
  await page.getByLabel('Address of the router').fill('192.168.2.1')
  await page.getByLabel('Address of the router').blur()
  await expect(page.getByText('Router and board have to be in the same network.')).toBeVisible()
  await page.getByLabel('Address of the board').fill('192.168.2.50')
  await expect(page.getByText('Router and board have to be in the same network.')).toBeHidden()
  await savePreset(page)

  await openSharing(page)
  const link = page.getByLabel('Link', { exact: true })
  const carried = async () =>
    Buffer.from((await link.inputValue()).split('preset=1.')[1] ?? '', 'base64url').toString()
  expect(await carried()).toContain('"is":"own"')
  expect(await carried()).not.toContain(secret)
  await page.getByLabel('Put the password into the link all the same').check()
  await expect(page.getByText('Everybody who sees this link can read the password')).toBeVisible()
  expect(await carried()).toContain(secret)
})

test('each board its own: made for the plan, shown after installing, known next time', async ({
  page,
}, { project }) => {
  test.skip(project.name !== 'desktop', 'the same at every screen size')
  test.setTimeout(120_000)
  await openForm(page)
  await kind(page).selectOption('Its own for each board')
  await savePreset(page)
  await page.getByRole('button', { name: 'Try without a board' }).click()
  const plan = page.getByTestId('plan')
  await expect(plan).toContainText('gets a password, made for this board alone')
  await page.getByRole('button', { name: /^Install/ }).click()
  const card = page.getByRole('region', { name: 'Result' })
  await expect(card.getByRole('heading', { name: 'Your portal is running' })).toBeVisible({
    timeout: 90_000,
  })

  await card.getByRole('button', { name: 'Show the password' }).click()
  const words = await card.getByText(/^[a-z2-9]{12}$/).innerText()
  await card.getByRole('button', { name: 'Print a label', exact: true }).click()
  await expect(card.getByRole('group', { name: 'Preview of the label' })).toContainText(words)
  await card.getByLabel('Print the password and the code that joins').uncheck()
  await expect(card.getByRole('group', { name: 'Preview of the label' })).not.toContainText(words)

  await card.getByRole('button', { name: 'Update or reinstall', exact: true }).click()
  await expect(plan).toContainText('keeps the password that this browser has given it')
  await editPreset(page)
  await page.getByText('Who can set the board up').click()
  await kind(page).selectOption('None: open to everybody')
  await savePreset(page)
  await expect(plan).toContainText('asks for no password any more')
})
