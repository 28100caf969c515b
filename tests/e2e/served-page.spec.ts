/**
 * The page that a portal serves, in the phone's frame: the portal's real page runs, and a hostile one reaches
 * nothing outside. On a bench with the page's own headers, in Chromium and in Firefox.
 */
import { chromium, expect, test } from '@playwright/test'
import { findChromium } from '../runner/chromium'
import { serveBench, type BenchServer } from '../support/served-page/bench-server'
import type { Bench } from '../support/served-page/page'
import { findFirefox, launchFirefox } from '../support/firefox'

declare global {
  interface Window {
    bench: Bench
  }
}

/** What Playwright's and Puppeteer's pages have in common. */
interface OuterPage {
  goto(url: string): Promise<unknown>
  evaluate<T, A>(run: (argument: A) => T, argument: A): Promise<Awaited<T>>
  url(): string
  close(): Promise<unknown>
  frames(): {
    url(): string
    evaluate<T, A>(run: (argument: A) => T, argument: A): Promise<Awaited<T>>
  }[]
}
interface OuterBrowser {
  newPage(): Promise<unknown>
  close(): Promise<void>
}

const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const launchers: Record<string, () => Promise<OuterBrowser>> = {
  chromium: () => chromium.launch({ executablePath: findChromium(), args: sandbox }),
  firefox: () => launchFirefox(),
}

test.skip(({ isMobile }) => isMobile, 'the same frame on every screen')
test.describe.configure({ mode: 'serial' })

let server: BenchServer
test.beforeAll(async () => {
  server = await serveBench()
})
test.afterAll(() => server?.close())

for (const [name, launch] of Object.entries(launchers)) {
  test.describe(name, () => {
    test.skip(
      name === 'firefox' && !findFirefox(),
      'Firefox is missing: apt-get install firefox-esr',
    )
    let browser: OuterBrowser
    let page: OuterPage
    test.beforeAll(async () => {
      browser = await launch()
    })
    test.afterAll(() => browser?.close())
    test.beforeEach(async () => {
      page = (await browser.newPage()) as OuterPage
      await page.goto(server.url)
    })
    // Where the test is skipped, there is none.
    test.afterEach(() => page?.close())

    const open = (url: string) => page.evaluate((to) => window.bench.browser.navigate(to), url)
    const seen = () =>
      page.evaluate(
        ({ length }) => {
          const { browser: phone, asked, titles } = window.bench
          const shown = phone.page?.shown
          return {
            url: phone.page?.url,
            shown: shown?.kind === 'problem' ? shown.problem : shown?.kind,
            title: titles.at(-1),
            lines: asked.map(({ line }) => line),
            asked: asked.slice(0, length),
            outer: document.title,
            screens: document.querySelectorAll('#screen iframe').length,
          }
        },
        { length: 20 },
      )
    const title = () => page.evaluate(() => window.bench.titles.at(-1), null)
    const hostile = (path: string) => open(`http://test.example/${path}`)
    /** Our page is where it was, as it was, and answers. */
    const isUnharmed = async () => {
      expect(page.url()).toBe(server.url)
      expect(await seen()).toMatchObject({ outer: 'Outer page', screens: 1 })
    }
    /** Runs in the served page. */
    const shown = () => page.frames().find((one) => one.url() === 'about:srcdoc')
    const inside = async <T, A>(run: (argument: A) => T, argument: A) => {
      // Its title may be heard of before the frame is.
      await expect.poll(() => shown() !== undefined).toBe(true)
      const frame = shown()
      if (!frame) throw new Error('No page is shown.')
      return frame.evaluate(run, argument)
    }

    test("the portal's own page runs: its form is sent and its status followed", async () => {
      await open('http://test.example/detect')
      await expect.poll(title).toBe('Wi-Fi')
      await inside(() => {
        const form = document.forms[0]
        if (!form) throw new Error('No form.')
        form.querySelector<HTMLInputElement>('[name=hex]')?.click()
        for (const field of form.querySelectorAll<HTMLInputElement>('[name=password]')) {
          field.value = 'p&ss wörd'
        }
        form.querySelector<HTMLButtonElement>('button:not([formaction])')?.click()
      }, null)
      await expect.poll(() => inside(() => document.body.className, null)).toBe('done')
      const { asked, lines } = await seen()
      expect(lines[0]).toBe('GET http://test.example/detect')
      expect(lines[1]).toBe('GET http://192.168.4.1/')
      const post = asked.find(({ line }) => line === 'POST http://192.168.4.1/connect')
      expect(post).toMatchObject({
        purpose: 'script',
        body: 'token=abc123&hex=486f6d65&ssid=&password=p%26ss+w%C3%B6rd&addr=&mask=&gate=&dns=',
        headers: {
          'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
          origin: 'http://192.168.4.1',
        },
      })
      const polls = lines.filter((line) => line === 'GET http://192.168.4.1/status')
      expect(polls.length).toBeGreaterThanOrEqual(2)
      const link = await inside(() => document.querySelector<HTMLAnchorElement>('#ip')?.href, null)
      expect(link).toBe('http://10.0.0.7/')
    })

    test('a page that tries to get out reads nothing and stays in its frame', async () => {
      for (const path of ['busting', 'history', 'closing']) {
        await hostile(path)
        await expect.poll(title).toMatch(/^(tried 0|history tried|closing)$/)
        await inside(() => new Promise((later) => setTimeout(later, 200)), null)
        await isUnharmed()
        const { lines } = await seen()
        expect(lines.filter((line) => line.includes('evil'))).toEqual([])
      }
    })

    test('storms of messages, requests and bytes are cut, and the next page loads', async () => {
      for (const path of ['storm', 'flood', 'ports']) {
        await hostile(path)
        await isUnharmed()
      }
      await hostile('end')
      await expect.poll(title).toBe('The end')
      const { lines } = await seen()
      expect(lines.filter((line) => line.includes('/storm-')).length).toBeLessThanOrEqual(100)
    })

    test('whoever keeps reloading is stopped, and said so', async () => {
      for (const path of ['reloads', 'hops', 'refresh']) {
        await hostile(path)
        await expect
          .poll(async () => (await seen()).shown, { timeout: 20_000 })
          .toBe('keeps-reloading')
      }
      await hostile('loop')
      expect((await seen()).shown).toBe('too-many-redirects')
      await isUnharmed()
    })

    test('links, forms and addresses lead where they would in a browser', async () => {
      const leads: Record<string, string> = {
        top: 'GET http://test.example/end',
        base: 'GET http://test.example/end',
        form: 'POST http://test.example/echo',
        native: 'GET http://test.example/',
      }
      for (const [path, line] of Object.entries(leads)) {
        await hostile(path)
        await expect.poll(async () => (await seen()).lines).toContain(line)
      }
      await hostile('write')
      await expect.poll(title).toBe('Written')
      await hostile('rules')
      const rules =
        'TypeError came opaqueredirect 0 200 true AbortError /rules test.example http://test.example/rules null object'
      await expect.poll(title).toBe(rules)
      await isUnharmed()
    })
  })
}
