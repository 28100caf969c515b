/**
 * `npm run screenshots`: every state of the page, on a phone and a desk, light and dark, into screenshots/
 * with an index.html. With `--check`, what tests/page-states/checks.ts says of each; then it fails if there
 * is anything. Options: options.ts.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { allStates } from '../page-states/all'
import { allChecks } from '../page-states/checks'
import { speak } from '../page-states/language'
import { lookAt, type Look } from '../page-states/looks'
import type { PageState } from '../page-states/page-state'
import { walk } from '../page-states/walk'
import { writeContactSheet, type Picture } from './contact-sheet'
import { readOptions } from './options'
import { servePage } from './served-page'

const { states, languages, looks, check, pictures, folder } = readOptions(process.argv.slice(2))
mkdirSync(folder, { recursive: true })
const taken: Picture[] = []
const wrong: string[] = []

async function look(page: Page, { name }: PageState, language: string, look: Look) {
  await lookAt(page, look)
  const title = [language, look.size, look.theme].join(' ')
  if (check) wrong.push(...(await allChecks(page)).map((what) => `${name}, ${title}: ${what}`))
  if (!pictures) return
  const file = `${name}-${title.replaceAll(' ', '-')}.png`
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' })) // or its header is amidst
  await page.screenshot({
    path: join(folder, file),
    // A dialog has the screen for itself.
    fullPage: (await page.locator('dialog[open]').count()) === 0,
    animations: 'disabled',
    style: stayInPlace,
  })
  taken.push({ state: name, look: title, file })
}

/** What sticks to the lower edge of the screen would be amidst the picture of the whole page. */
const stayInPlace = '.card .actions { position: static !important }'

const { newContext, close } = await servePage()
try {
  const missed = await walk({
    states: allStates,
    names: states,
    newPage: async () => (await newContext()).newPage(),
    onMissed: (page, { name }) => page.screenshot({ path: join(folder, `missed-${name}.png`) }),
    visit: async (page, state) => {
      console.log(state.name)
      for (const language of languages) {
        await speak(page, language)
        for (const each of looks) await look(page, state, language, each)
      }
      await speak(page, 'en')
    },
  })
  wrong.push(...missed)
} finally {
  await close()
  if (pictures) writeContactSheet(folder, taken)
}
console.log([...wrong, `${taken.length} pictures in ${folder}/, ${wrong.length} faults`].join('\n'))
process.exit(wrong.length === 0 ? 0 : 1)
