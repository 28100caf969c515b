/**
 * In every state of the page axe finds nothing, fingers find their targets, nothing is cut. A cross-section:
 * the desk in light, the phone in dark. All themes, sizes and languages: `npm run screenshots -- --check`.
 */
import { expect, test } from '@playwright/test'
import { allStates } from '../page-states/all'
import { allChecks } from '../page-states/checks'
import { lookAt, type Look } from '../page-states/looks'
import type { PageState } from '../page-states/page-state'
import { walk, ways } from '../page-states/walk'

const looks: Look[] = [
  { size: 'desk', theme: 'light' },
  { size: 'phone', theme: 'dark' },
]

/** Long ways each a test of their own, so that two browsers share them. */
const isLong = (way: PageState[]) => way.some(({ name }) => name === 'running')
const parts = {
  'without a board': ways(allStates).filter((way) => !isLong(way)),
  'with a board': ways(allStates).filter(isLong),
}

for (const [part, theirs] of Object.entries(parts)) {
  test(`nothing is wrong in any state ${part}`, async ({ browser, baseURL }, { project }) => {
    test.skip(project.name !== 'desktop', 'it sets the sizes itself')
    test.setTimeout(240_000)
    const wrong: string[] = []
    const missed = await walk({
      states: theirs.flat(),
      newPage: async () => (await browser.newContext({ baseURL, locale: 'en' })).newPage(),
      visit: async (page, { name }) => {
        for (const look of looks) {
          await lookAt(page, look)
          const found = await allChecks(page)
          wrong.push(...found.map((what) => `${name}, ${look.size}, ${look.theme}: ${what}`))
        }
      },
    })
    expect([...missed, ...wrong]).toEqual([])
  })
}
