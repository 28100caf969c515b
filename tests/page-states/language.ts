/** The page in another language, changed where it is: states are reached in English. */
import type { Page } from '@playwright/test'
import type { Language } from '../../src/messages/languages'

export async function speak(page: Page, language: Language): Promise<void> {
  const shown = () => page.evaluate(() => document.documentElement.lang)
  if ((await shown()) === language) return
  // Scripted clicks: in some states the header is behind a dialog.
  const open = page.locator('.settings > button')
  await open.evaluate((button: HTMLElement) => button.click())
  const choice = page.locator(`input[name=language][value=${language}]`)
  await choice.evaluate((radio: HTMLElement) => radio.click())
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language)
  await open.evaluate((button: HTMLElement) => button.click())
  await page.locator('.settings .panel').waitFor({ state: 'detached' })
}
