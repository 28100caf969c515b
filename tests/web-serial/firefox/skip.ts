/** As ../skip.ts, for Firefox. */
import { test } from '@playwright/test'
import { whyNotFirefox } from '../machine'

const reason = whyNotFirefox()

// eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern to know what is wanted
export async function skipWithoutFirefox({}, use: () => Promise<void>): Promise<void> {
  test.skip(reason !== undefined, reason)
  await use()
}
