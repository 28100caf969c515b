/**
 * Where Chromium is. Tests use Debian's package (or CHROMIUM_PATH), never a download of Playwright's
 * own: the same browser here, in CI and on a developer's machine.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const candidates = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

export const findChromium = () => candidates.find((path) => path && existsSync(path))

/** The same browser without windows, where Debian's package of it is there: it starts sooner and draws less. */
export function findHeadlessChromium(): string | undefined {
  const found = findChromium()
  const shell = `${found}-headless-shell`
  return existsSync(shell) ? shell : found
}

/** Root is allowed to install packages; anybody else is told what to type. */
const installWithApt = () =>
  process.getuid?.() === 0 &&
  existsSync('/usr/bin/apt-get') &&
  spawnSync('apt-get update && apt-get install -y chromium chromium-headless-shell', {
    shell: true,
    stdio: 'inherit',
  }).status === 0

/** The browser's path; installs it where that is allowed, else throws what to do. */
export function ensureChromium(): string {
  const found = findChromium() ?? (installWithApt() ? findChromium() : undefined)
  if (found) return found
  throw new Error(
    'The browser tests need Chromium. Debian or Ubuntu: sudo apt-get install chromium. ' +
      'Elsewhere: install Chrome and set CHROMIUM_PATH to its program.',
  )
}
