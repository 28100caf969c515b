/**
 * In some states of the page axe finds nothing, fingers find their targets, nothing is cut: in English and in
 * German, whose words are long, on the desk in light and on the phone in dark. All states, themes, sizes and
 * languages: `npm run screenshots -- --check --languages all`.
 */
import { expect } from '@playwright/test'
import type { Language } from '../../src/messages/languages'
import { allStates } from '../page-states/all'
import { allChecks } from '../page-states/checks'
import { speak } from '../page-states/language'
import { lookAt, type Look } from '../page-states/looks'
import { walk } from '../page-states/walk'
import { test } from './quick-board'

const looks: (Look & { language: Language })[] = [
  { size: 'desk', theme: 'light', language: 'en' },
  { size: 'phone', theme: 'dark', language: 'de' },
]

/** Each part a test of its own, so that two browsers share them. */
const parts = {
  'without a board': ['no-device', 'library', 'editor-errors', 'link-hostile', 'connect-failed'],
  'with a board': ['ready', 'installing', 'install-failed', 'running'],
}

for (const [part, names] of Object.entries(parts)) {
  test(`nothing is wrong in the states ${part}`, async ({ browser, baseURL }, { project }) => {
    test.skip(project.name !== 'desktop', 'it sets the sizes itself')
    test.setTimeout(240_000)
    const wrong: string[] = []
    const missed = await walk({
      states: allStates,
      names,
      newPage: async () => (await browser.newContext({ baseURL, locale: 'en' })).newPage(),
      visit: async (page, { name }) => {
        for (const { language, ...look } of looks) {
          await speak(page, language)
          await lookAt(page, look)
          const title = [name, language, look.size, look.theme].join(', ')
          wrong.push(...(await allChecks(page)).map((what) => `${title}: ${what}`))
        }
        await speak(page, 'en')
      },
    })
    expect([...missed, ...wrong]).toEqual([])
  })
}
