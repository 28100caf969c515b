/**
 * Signed links between two people's browsers: a key is made, a link signed, and the other one is told
 * the truth about it: unknown signer, signed by, changed, out of date.
 */
import { expect, type Browser, type Page } from '@playwright/test'
import { openKeys, openLibrary, openSharing } from './page-steps'
import { test } from './quick-board'

const trust = (page: Page) => page.getByTestId('trust')
const keep = (page: Page) => page.getByRole('button', { name: 'Keep this preset' })
const tick = (page: Page) => page.getByLabel('I have read the warning')
const linkField = (page: Page) => page.getByRole('textbox', { name: 'Link' })

test.skip(({ isMobile }) => isMobile === true, 'the same at every screen size')

/** Opens the form for a new key, and fills in its name if one is given. */
async function openKeyForm(page: Page, name?: string) {
  await page.getByRole('button', { name: 'Add a key' }).click()
  if (name) await page.getByLabel('Name', { exact: true }).fill(name)
}

const submitKeyForm = (page: Page) =>
  page.getByRole('button', { name: 'Add key', exact: true }).click()

async function openSigning(page: Page) {
  await page.goto('/')
  await openSharing(page)
  await page.getByText('Sign this link').click()
}

/** The signed link, which replaces the unsigned one in the field. */
async function signWith(page: Page, name: string): Promise<string> {
  await page.getByLabel('Sign with').selectOption(name)
  await expect(linkField(page)).toHaveValue(/&signature=[0-9a-f]+$/)
  return linkField(page).inputValue()
}

async function visitor(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext({ baseURL })
  return context.newPage()
}

/** Leaves the page in between: the same address with another fragment would be no new visit. */
async function visit(page: Page, link: string) {
  await page.goto('about:blank')
  await page.goto(link)
  await expect(trust(page)).toBeVisible()
}

test('a shared secret: created, passed on, and what a reader sees with and without it', async ({
  page,
  browser,
  baseURL,
}) => {
  await openSigning(page)
  await openKeyForm(page, 'Lab 3')
  await submitKeyForm(page)
  const secret = await page.getByLabel('Secret', { exact: true }).inputValue()
  expect(secret).toMatch(/^[0-9a-f]{64}$/)
  await page.getByRole('button', { name: 'Done' }).click()
  const link = await signWith(page, 'Lab 3')
  expect(link).toContain('&signer=Lab%203&algorithm=hs256&')
  expect(link).not.toContain(secret)

  await page.reload()
  await openSharing(page)
  await page.getByText('Sign this link').click()
  await signWith(page, 'Lab 3') // the key has outlived the page

  const reader = await visitor(browser, baseURL)
  await visit(reader, link)
  await expect(trust(reader)).toContainText(
    'Claims to be from Lab 3, whose key this browser does not have',
  )
  // As with a link without a signature: whoever attacks could have cut it off.
  await expect(keep(reader)).toBeEnabled()
  await expect(reader.getByText('Opens an access point')).toBeVisible()

  await reader.getByRole('button', { name: 'I have the signer’s key' }).click()
  await openKeyForm(reader)
  await reader.getByLabel('Kind of key').selectOption('Shared secret that I was told')
  await reader.getByLabel('Name', { exact: true }).fill('Physics lab')
  await reader.getByLabel('Secret', { exact: true }).fill(secret)
  await submitKeyForm(reader)
  await expect(trust(reader)).toContainText('Signed by Physics lab, today')
  await expect(keep(reader)).toBeEnabled()

  const changed = link.replace(/timestamp=(\d+)/, (_all, ms: string) => `timestamp=${+ms + 1}`)
  await visit(reader, changed)
  await expect(trust(reader)).toContainText('Claims to be from Lab 3')
  await expect(keep(reader)).toBeDisabled()
  await visit(reader, link.slice(0, -1))
  await expect(trust(reader)).toContainText('changed or cut after it was signed')
  await visit(reader, link.split('&')[0]!)
  await expect(trust(reader)).toContainText('Not signed')
  await expect(keep(reader)).toBeDisabled()
  await expect(reader.getByText('You already have this preset')).toBeVisible()
  await tick(reader).check()
  await keep(reader).click()
  await expect(trust(reader)).toBeHidden()
  await openLibrary(reader)
  await expect(reader.getByRole('group', { name: 'Presets' }).getByRole('radio')).toHaveCount(1)

  await reader.clock.setFixedTime(Date.now() + 31 * 24 * 60 * 60 * 1000)
  await visit(reader, link)
  await expect(trust(reader)).toContainText('Signed by Physics lab, but out of date')
  await reader.context().close()
})

test('a key pair: the public half is enough to check, and signs nothing', async ({
  page,
  browser,
  baseURL,
}) => {
  await openSigning(page)
  await openKeyForm(page)
  await page.getByLabel('Kind of key').selectOption('Key pair of my own (Ed25519)')
  await page.getByLabel('Name', { exact: true }).fill('Makers')
  await submitKeyForm(page)
  const link = await signWith(page, 'Makers')
  const publicKey = await page.getByTestId('public-key').innerText()

  const reader = await visitor(browser, baseURL)
  await reader.goto('/')
  await openKeys(reader)
  await openKeyForm(reader)
  await reader.getByLabel('Kind of key').selectOption('Somebody else’s public key')
  await reader.getByLabel('Name', { exact: true }).fill('Makers')
  await reader.getByLabel('Public key', { exact: true }).fill(publicKey)
  await submitKeyForm(reader)
  await expect(reader.getByText('Somebody else’s public key: checks')).toBeVisible()

  await visit(reader, link)
  await expect(trust(reader)).toContainText('Signed by Makers, today')
  await visit(
    reader,
    link.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
  )
  await expect(trust(reader)).toHaveRole('alert')
  await expect(trust(reader)).toContainText('This link was changed after it was signed')
  await expect(keep(reader)).toBeDisabled()
  await tick(reader).check()
  await expect(keep(reader)).toBeEnabled()

  await reader.getByRole('button', { name: 'Discard' }).click()
  await openKeys(reader)
  await reader.getByRole('button', { name: 'Remove Makers' }).click()
  await expect(reader.getByText('There are no keys yet.')).toBeVisible()
  await reader.getByRole('button', { name: 'Undo' }).click()
  await expect(reader.getByTestId('public-key')).toHaveText(publicKey)
  await reader.context().close()
})

test('a key leaves the browser only on purpose, and then works in another one', async ({
  page,
  browser,
  baseURL,
}) => {
  await openSigning(page)
  await openKeyForm(page, 'Lab 3')
  await page.getByLabel('Exportable').check()
  await submitKeyForm(page)
  await page.getByRole('button', { name: 'Done' }).click()
  const link = await signWith(page, 'Lab 3')
  const keys = page.getByRole('list', { name: 'Keys' })
  await keys.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(keys.getByRole('button', { name: 'Export the secret' })).toBeDisabled()
  await keys.getByLabel('The file holds the secret as plain text').check()
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    keys.getByRole('button', { name: 'Export the secret' }).click(),
  ])

  const other = await visitor(browser, baseURL)
  // A browser from before Ed25519: key pairs cannot be chosen, and it says why.
  await other.addInitScript(() => {
    const refuse = () => Promise.reject(new DOMException('', 'NotSupportedError'))
    Object.assign(crypto.subtle, { generateKey: refuse })
  })
  await visit(other, link)
  await other.getByRole('button', { name: 'I have the signer’s key' }).click()
  await openKeyForm(other)
  await expect(other.getByText('Key pairs need Ed25519')).toBeVisible()
  const kind = other.getByLabel('Kind of key')
  await expect(kind.getByText('Key pair of my own')).toBeDisabled()
  await kind.selectOption('From a file of another browser')
  await other.getByLabel('Key file').setInputFiles(await saved.path())
  await expect(trust(other)).toContainText('Signed by Lab 3, today')
  await expect(other.getByText('Shared secret: signs and checks. Cannot be read')).toBeVisible()
  await other.context().close()
})
