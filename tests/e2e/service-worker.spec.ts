/** Visits without internet, answers of the wrong kind, and deploys while the page is open. */
import { expect, type Page } from '@playwright/test'
import { frameFile } from '../../hosting/headers'
import { editPreset, savePreset } from './page-steps'
import { VersionedHost } from './versioned-host'
import { test as base } from './quick-board'

const test = base.extend<{ host: VersionedHost }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from here
  host: async ({}, use) => {
    const host = await VersionedHost.start()
    await use(host)
    host.stop()
  },
})
test.use({ serviceWorkers: 'allow' })

test.skip(({ isMobile }) => isMobile, 'the same worker on every screen')

const webPage = '<!doctype html><title>Somewhere else</title><p>Please sign in'

/** Until the worker keeps a whole version and answers for the page. */
async function visitAndKeep(page: Page, host: VersionedHost) {
  await page.goto(host.url)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
}

const versionOf = (page: Page) =>
  page.locator('meta[name=test-version]').getAttribute('content', { timeout: 10_000 })

/** Of the document around what the phone shows, as the page is given it. */
const frameVersion = (page: Page) =>
  page.evaluate(async (name) => {
    const text = await (await fetch(name)).text()
    return /test-version" content="(\w+)"/.exec(text)?.[1]
  }, frameFile)

/** As the browser does by itself when somebody comes back to the tab. */
const comeBack = (page: Page) =>
  page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange')))

const newVersion = (page: Page) => page.getByText('A new version of this page is there')

/** Of every kept answer: its address. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const inCache = async (name: string) =>
      (await (await caches.open(name)).keys()).map(({ url }) => url)
    return (await Promise.all((await caches.keys()).map(inCache))).flat()
  })

/** Of all kept answers together. */
const keptBytes = (page: Page) =>
  page.evaluate(async () => {
    let sizeBytes = 0
    for (const name of await caches.keys()) {
      for (const response of await (await caches.open(name)).matchAll())
        sizeBytes += (await response.arrayBuffer()).byteLength
    }
    return sizeBytes
  })

const editor = (page: Page) => page.getByRole('textbox', { name: 'Name', exact: true })

test('offline works after the first visit, with an installation on the virtual board', async ({
  page,
  host,
}) => {
  test.slow() // a board takes its own time
  await visitAndKeep(page, host)
  host.offline = true
  await page.reload()
  await page.getByRole('button', { name: 'Try without a board' }).click()
  await expect(page.getByText('ESP8266EX').first()).toBeVisible()
  await page.getByRole('button', { name: /^(Install|Erase)/ }).click()
  await expect(page.getByRole('heading', { name: 'Your portal is running' })).toBeVisible({
    timeout: 45_000,
  })
  expect(await frameVersion(page)).toBe('v01')
})

for (const [what, type] of [
  ['a web page as a web page', 'text/html'],
  ['a web page that is called a script', 'text/javascript'],
]) {
  test(`${what} in place of a script is never kept, and the next visit is whole`, async ({
    page,
    host,
  }) => {
    let wrong = 0
    host.instead = (path) => {
      if (!path.includes('PresetEditor') || !path.endsWith('.js') || wrong > 0) return undefined
      wrong++
      return { type: type!, body: webPage }
    }
    await page.goto(host.url)
    await expect.poll(() => wrong).toBe(1)
    await page.waitForFunction(async () => {
      const registration = await navigator.serviceWorker.getRegistration()
      return registration === undefined || registration.installing === null
    })
    const scripts = (await kept(page)).filter((url) => /PresetEditor-.*js/.test(url))
    expect(scripts).toEqual([])
    await visitAndKeep(page, host)
    host.offline = true
    await page.reload()
    await editPreset(page)
    await expect(editor(page)).toBeVisible()
  })
}

test('a sign-in page of the network never becomes the page for offline visits', async ({
  page,
  host,
}) => {
  await visitAndKeep(page, host)
  host.instead = () => ({ type: 'text/html', body: webPage })
  await page.reload()
  await expect(page.getByRole('button', { name: 'Try without a board' })).toBeVisible()
  await page.goto(`${host.url}neighbour/`)
  await expect(page).toHaveTitle('Somewhere else')
  host.offline = true
  await page.goto(host.url)
  await expect(page).toHaveTitle(/Portal/)
  await expect(page.goto(`${host.url}neighbour/`)).rejects.toThrow()
})

test('a page that is open during a deploy goes on working, and says that a new version is there', async ({
  page,
  host,
}) => {
  await visitAndKeep(page, host)
  host.deploy('v02')
  await comeBack(page)
  await expect(newVersion(page)).toBeVisible()
  await editPreset(page)
  await expect(editor(page), 'a part that the host no longer has').toBeVisible()
  await editor(page).fill('Typed before the reload')
  await savePreset(page)
  expect(await versionOf(page)).toBe('v01')
  expect(await frameVersion(page)).toBe('v01')
  await page.getByRole('button', { name: 'Reload', exact: true }).click()
  await expect.poll(() => versionOf(page)).toBe('v02')
  expect(await frameVersion(page)).toBe('v02')
  await expect(newVersion(page)).toBeHidden()
})

test('a new version waits for the other tabs of the page', async ({ page, host, context }) => {
  await visitAndKeep(page, host)
  const other = await context.newPage()
  await other.goto(host.url)
  host.deploy('v02')
  await comeBack(page)
  await expect(newVersion(page)).toBeVisible()
  await page.getByRole('button', { name: 'Reload', exact: true }).click()
  await expect(page.getByText('Close the other tab, then reload')).toBeVisible()
  await editPreset(other)
  await expect(editor(other)).toBeVisible()
  await other.close()
  await page.getByRole('button', { name: 'Reload', exact: true }).click()
  await expect.poll(() => versionOf(page)).toBe('v02')
})

test('a missing chunk after a deploy is reported with a button, and nothing reloads by itself', async ({
  browser,
  host,
}) => {
  const context = await browser.newContext({ serviceWorkers: 'block' })
  const page = await context.newPage()
  await page.goto(host.url)
  host.deploy('v02')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await expect(page.getByText('A part of this page could not be loaded')).toBeVisible()
  await expect(page.getByText('mistake of ours')).toBeHidden()
  expect(await versionOf(page)).toBe('v01')
  await page.getByRole('button', { name: 'Reload the page' }).click()
  await expect.poll(() => versionOf(page)).toBe('v02')
  await context.close()
})

test('a rollback arrives like a new version, and nothing of the withdrawn one stays', async ({
  page,
  host,
}) => {
  await visitAndKeep(page, host)
  const before = (await kept(page)).sort()
  for (const version of ['v02', 'v01']) {
    host.deploy(version)
    await comeBack(page)
    await expect(newVersion(page)).toBeVisible()
    await page.getByRole('button', { name: 'Reload', exact: true }).click()
    await expect.poll(() => versionOf(page)).toBe(version)
  }
  expect((await kept(page)).sort()).toEqual(before)
})

test('three deploys leave no more behind than the first visit', async ({ page, host }) => {
  test.slow() // each version is kept file by file
  await visitAndKeep(page, host)
  const before = [(await kept(page)).length, await keptBytes(page)] as const
  for (const version of ['v02', 'v03', 'v04']) {
    host.deploy(version)
    await comeBack(page)
    await expect(newVersion(page)).toBeVisible()
    await page.getByRole('button', { name: 'Reload', exact: true }).click()
    await expect.poll(() => versionOf(page)).toBe(version)
  }
  expect((await kept(page)).length).toBe(before[0])
  expect(Math.abs((await keptBytes(page)) - before[1])).toBeLessThan(1000)
})

test('three deploys under an open page leave at most its own version and the newest', async ({
  page,
  host,
}) => {
  test.slow() // each version is kept file by file
  await visitAndKeep(page, host)
  const before = (await kept(page)).length
  for (const version of ['v02', 'v03', 'v04']) {
    host.deploy(version)
    const name = new RegExp(`index-.{5}${version}\\.js`)
    // More than once: while a version is still being kept, the browser does not look for the next one.
    const isKept = async () => {
      await comeBack(page)
      return (await kept(page)).some((url) => name.test(url))
    }
    await expect.poll(isKept, { timeout: 30_000 }).toBe(true)
  }
  const versions = async () => {
    const names = (await kept(page)).map((url) => /index-.{5}(v\d\d)\.js/.exec(url)?.[1])
    return names.filter(Boolean).sort()
  }
  await expect.poll(versions, { timeout: 30_000 }).toEqual(['v01', 'v04'])
  expect((await kept(page)).length).toBeLessThan(before * 2)
  await editPreset(page)
  await expect(editor(page)).toBeVisible()
})

test('of firmware the two images used last are kept, and only what is an image', async ({
  page,
  host,
}) => {
  const image = Buffer.concat([Buffer.from([0xe9]), Buffer.alloc(5000, 1)])
  const stream = Buffer.concat([Buffer.from([0x78]), Buffer.alloc(3000, 1)])
  host.instead = (path) => {
    if (path.endsWith('odd.zlib')) return { type: 'application/octet-stream', body: image }
    if (path.endsWith('.zlib')) return { type: 'application/octet-stream', body: stream }
    if (path.endsWith('wrong.bin')) return { type: 'text/html', body: webPage }
    if (path.endsWith('text.bin')) return { type: 'application/octet-stream', body: 'no image' }
    if (path.endsWith('.bin')) return { type: 'application/octet-stream', body: image }
    if (path.endsWith('catalogue.json')) return { type: 'application/json', body: '{"images":[]}' }
    return undefined
  }
  await visitAndKeep(page, host)
  const get = (name: string) =>
    page.evaluate(async (name) => (await (await fetch(`firmware/${name}`)).text()).length, name)
  for (const name of ['a.bin', 'b.bin', 'wrong.bin', 'c.bin', 'text.bin', 'odd.zlib', 'd.zlib']) {
    await get(name)
  }
  await get('catalogue.json')
  const images = async () => (await kept(page)).filter((url) => /\.(bin|zlib)$/.test(url))
  await expect
    .poll(async () => (await images()).map((url) => url.split('/').at(-1)).sort())
    .toEqual(['c.bin', 'd.zlib'])
  host.offline = true
  expect(await get('c.bin')).toBeGreaterThan(0)
  expect(await get('d.zlib')).toBeGreaterThan(0)
  expect(await get('catalogue.json')).toBe(13)
  await expect(get('wrong.bin')).rejects.toThrow()
  await expect(get('odd.zlib')).rejects.toThrow()
})

test('firmware that was used before there was a worker is kept, too', async ({ page, host }) => {
  const image = Buffer.concat([Buffer.from([0xe9]), Buffer.alloc(5000, 1)])
  host.instead = (path) => {
    if (path.endsWith('.bin')) return { type: 'application/octet-stream', body: image }
    if (path.endsWith('catalogue.json')) return { type: 'application/json', body: '{"images":[]}' }
    return undefined
  }
  await page.goto(host.url)
  const controlled = await page.evaluate(async () => {
    for (const name of ['catalogue.json', 'first.bin']) {
      await (await fetch(`firmware/${name}`)).arrayBuffer()
    }
    return navigator.serviceWorker.controller !== null
  })
  expect(controlled, 'the worker starts when the page is quiet').toBe(false)
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await expect
    .poll(async () => (await kept(page)).filter((url) => url.includes('/firmware/')).length)
    .toBe(2)
  host.offline = true
  await page.evaluate(() => void document.dispatchEvent(new Event('visibilitychange')))
  await expect(page.getByRole('status', { name: 'Offline' })).toContainText(
    'Installing, the virtual board and the console work all the same',
  )
})

test('offline, and no firmware was ever used: that is said', async ({ page, host }) => {
  await visitAndKeep(page, host)
  host.offline = true
  await page.reload()
  await expect(page.getByRole('status', { name: 'Offline' })).toContainText(
    'for a real board you need a firmware file of your own',
  )
})
