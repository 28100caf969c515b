/** The text of the frame for what the phone's browser shows. */
import { decode } from '../../../phone/browser/page-content'
import { pageResource } from '../../../phone/browser/page-fetch'
import type { PhoneBrowser, ShownPage } from '../../../phone/browser/phone-browser'
import { plainPage, preparePage, type LoadText } from './prepare-page'

/** @returns undefined for what has no frame, and when another page came meanwhile */
export async function frameText(
  browser: PhoneBrowser,
  { url, shown, referrer = '' }: ShownPage,
): Promise<string | undefined> {
  if (shown.kind === 'problem') return undefined
  if (shown.kind === 'text') return plainPage(shown.text)
  if (shown.kind === 'image') return plainPage(shown)
  const { pageSignal } = browser
  const config = { referrer, languages: browser.options.languages }
  const html = await preparePage(shown.html, url, config, loader(browser, pageSignal))
  return pageSignal.aborted ? undefined : html
}

const loader =
  (browser: PhoneBrowser, signal: AbortSignal): LoadText =>
  async (url, destination) => {
    const file = await pageResource(browser, url, destination, signal).catch(() => undefined)
    if (!file || file.status < 200 || file.status > 299) return undefined
    const type = file.headers.find(([name]) => name === 'content-type')?.[1]
    return decode(file.body, type ?? 'text/plain; charset=utf-8')
  }
