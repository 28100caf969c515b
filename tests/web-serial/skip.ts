/**
 * A fixture of each test, and the first of them: one of the worker that skips would skip its first test
 * alone, and Playwright would count all others as passed.
 */
import { test } from '@playwright/test'
import { whyNot } from './machine'

const reason = whyNot()

// eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern to know what is wanted
export async function skipWhereImpossible({}, use: () => Promise<void>): Promise<void> {
  test.skip(reason !== undefined, reason)
  await use()
}
