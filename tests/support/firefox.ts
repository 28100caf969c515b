/**
 * Firefox, driven over WebDriver BiDi: Playwright drives only a build of its own. The system's Firefox
 * (or FIREFOX_PATH), headless, with a profile of its own that is deleted at the end.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import puppeteer, { type Browser } from 'puppeteer-core'

const candidates = [
  process.env.FIREFOX_PATH,
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
]

export const findFirefox = () => candidates.find((path) => path && existsSync(path))

/** Root is allowed to install packages; anybody else is told what to type. */
const installWithApt = () =>
  process.getuid?.() === 0 &&
  existsSync('/usr/bin/apt-get') &&
  spawnSync('apt-get update && apt-get install -y firefox-esr', { shell: true, stdio: 'inherit' })
    .status === 0

/** The browser's path; installs it where that is allowed, else throws what to do. */
export function ensureFirefox(): string {
  const found = findFirefox() ?? (installWithApt() ? findFirefox() : undefined)
  if (found) return found
  throw new Error(
    'These tests need Firefox. Debian: sudo apt-get install firefox-esr. ' +
      'Elsewhere: install Firefox and set FIREFOX_PATH to its program.',
  )
}

/** @param preferences as in about:config */
export const launchFirefox = (
  preferences: Record<string, string | number | boolean> = {},
): Promise<Browser> =>
  puppeteer.launch({
    browser: 'firefox',
    executablePath: ensureFirefox(),
    headless: true,
    extraPrefsFirefox: preferences,
  })
