/** Presets and links in Firefox: edited, kept over a reload, shared, signed, and reviewed by somebody else. */
import { test } from '@playwright/test'
import type { Browser } from 'puppeteer-core'
import { findFirefox, launchFirefox } from '../support/firefox'
import { click, sees, until, type DrivenPage } from './driven-page'

test.skip(({ isMobile }) => isMobile, 'the same on every screen')

/** In ms; what is seen comes at once. */
const inTime = 20_000
const shared = /^http\S+#preset=1\.[\w-]+/

/** A person in a Firefox window of their own, with storage of their own. */
class Visitor {
  private constructor(private readonly page: DrivenPage) {}

  static async arrives(browser: Browser, url: string): Promise<Visitor> {
    const context = await browser.createBrowserContext()
    const page = (await context.newPage()) as unknown as DrivenPage
    await page.goto(url)
    return new Visitor(page)
  }

  readonly press = (words: string, selector = 'button') =>
    click(() => this.page, { selector, words: `^${words}$` }, inTime)
  readonly sees = (words: string, selector = 'body') =>
    sees(() => this.page, { selector, words }, inTime)

  /** As typed or, of a list, as chosen by an option's words: the page hears of it. */
  readonly fill = (label: string, text: string) =>
    until(`the field “${label}”`, () =>
      this.page.evaluate(
        ({ label, text }) => {
          const fields = [
            ...document.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select'),
          ]
          const field = fields.find((one) => one.labels?.[0]?.innerText.trim().startsWith(label))
          if (!field?.checkVisibility()) return false
          const option =
            field instanceof HTMLSelectElement &&
            [...field.options].find((one) => one.text.startsWith(text))
          field.value = option ? option.value : text
          field.dispatchEvent(new Event('input', { bubbles: true }))
          field.dispatchEvent(new Event('change', { bubbles: true }))
          return true
        },
        { label, text },
      ),
    )

  /** Leaves the page in between: another fragment alone is no new visit. */
  async visits(url: string): Promise<void> {
    await this.page.goto('about:blank')
    await this.page.goto(url)
  }

  async linkLike(pattern: RegExp): Promise<string> {
    let link = ''
    await until(String(pattern), async () => {
      link = await this.page.evaluate(
        () =>
          [...document.querySelectorAll<HTMLTextAreaElement>('dialog input, dialog textarea')]
            .map(({ value }) => value)
            .find((value) => value.includes('#preset=')) ?? '',
        null,
      )
      return pattern.test(link)
    })
    return link
  }
}

test('a preset is edited, kept, shared and signed; who opens the link is told what is in it', async ({
  baseURL,
}) => {
  test.skip(!findFirefox(), 'Firefox is missing: apt-get install firefox-esr')
  test.setTimeout(120_000)
  const browser = await launchFirefox()
  try {
    const owner = await Visitor.arrives(browser, `${baseURL}/`)
    await owner.press('Change')
    await owner.press('Edit')
    await owner.fill('Name', 'Greenhouse')
    await owner.press('Save')
    await owner.sees('Greenhouse', 'dialog')
    await owner.visits(`${baseURL}/`)
    await owner.sees('Greenhouse')

    await owner.press('Change')
    await owner.press('Share')
    const link = await owner.linkLike(shared)
    await owner.press('Sign this link', 'summary')
    await owner.press('Add a key')
    await owner.fill('Name', 'Lab 3')
    await owner.press('Add key')
    await owner.sees('Secret', 'dialog')
    await owner.press('Done')
    await owner.fill('Sign with', 'Lab 3')
    const signed = await owner.linkLike(/&signature=[0-9a-f]+$/)

    const reader = await Visitor.arrives(browser, signed)
    await reader.sees('Claims to be from Lab 3')
    await reader.visits(signed.replace('signer=Lab', 'signer=Mab'))
    await reader.sees('Claims to be from Mab 3')
    await reader.visits(link)
    await reader.sees('Greenhouse')
    await reader.sees('Not signed')
    await reader.press('Keep this preset')
    await reader.press('Change')
    await reader.sees('Greenhouse', 'dialog')
    await reader.visits(`${baseURL}/`)
    await reader.sees('Greenhouse')
  } finally {
    await browser.close()
  }
})
