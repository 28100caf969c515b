/** `npm run docs:pictures`: the pictures of README and docs/, taken from the page as it is. */
import type { Page } from '@playwright/test'
import { allStates } from '../page-states/all'
import { lookAt, type Look } from '../page-states/looks'
import type { PageState } from '../page-states/page-state'
import { walk } from '../page-states/walk'
import { servePage } from './served-page'

interface DocumentPicture extends Look {
  state: string
  file: string
  /** What begins at the top of the picture; default the page. */
  from?: string
}

const pictures: DocumentPicture[] = [
  { state: 'first', size: 'desk', theme: 'light', file: 'first-view.png' },
  { state: 'ready', size: 'desk', theme: 'light', file: 'plan.png' },
  { state: 'installing', size: 'phone', theme: 'light', file: 'writing-on-a-phone.png' },
  { state: 'running', size: 'desk', theme: 'light', file: 'portal-running.png' },
  { state: 'running', size: 'phone', theme: 'dark', file: 'portal-running-on-a-phone.png' },
  { state: 'phone-sheet', size: 'desk', theme: 'light', file: 'phone-beside-the-board.png' },
  {
    state: 'phone-new-address',
    size: 'phone',
    theme: 'light',
    file: 'phone-new-address.png',
    from: '#phone .case',
  },
]

/** What fits the screen, as a person sees it. */
async function take(page: Page, { name }: PageState) {
  for (const { file, state, from = 'body', ...look } of pictures) {
    if (state !== name) continue
    await lookAt(page, look)
    await page.locator(from).evaluate((element) => {
      const { top } = element.getBoundingClientRect()
      // Below the header, which stays.
      scrollTo({ top: scrollY + top - 72, behavior: 'instant' })
    })
    // A frame that was out of sight is drawn anew.
    await lookAt(page, look)
    await page.screenshot({ path: `docs/screenshots/${file}`, animations: 'disabled' })
    console.log(file)
  }
}

const { newContext, close } = await servePage()
const missed = await walk({
  states: allStates,
  names: pictures.map(({ state }) => state),
  newPage: async () => (await newContext()).newPage(),
  visit: take,
})
await close()
console.log(missed.join('\n'))
process.exit(missed.length === 0 ? 0 : 1)
