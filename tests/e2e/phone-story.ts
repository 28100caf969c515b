/**
 * The measure of the story without hardware, for one phone: it joins, its sheet opens by itself, a wrong password, the
 * right one, the new address, the access point gone, power off and on, the board joins alone. For any driver.
 */
import { click, sees, servedFrame, until, type DrivenPage } from './driven-page'

const phone = '#phone'
/** Chosen already. */
const firstPhone = 'Android'
const own = (page: DrivenPage) => () => page

const press = (page: DrivenPage, words: string, selector = `${phone} button`) =>
  click(own(page), { selector, words })
const reads = (page: DrivenPage, words: string, selector = phone) =>
  sees(own(page), { selector, words })
const servedReads = (page: DrivenPage, words: string) =>
  sees(servedFrame(page), { selector: 'body', words })

/** With the board of `#demo` beside a phone, and ears for what the browser complains of. */
export async function openStory(page: DrivenPage, url: string): Promise<void> {
  await page.goto(`${url}#demo`)
  await page.evaluate(listen, null)
  await reads(page, 'The demo’s board runs', 'body')
  await reads(page, 'Its Wi-Fi is open')
}

declare global {
  interface Window {
    /** What the page has copied. */
    copiedLog?: string
    violations?: string[]
  }
}

/** Runs in the page. */
const listen = () => {
  const violations: string[] = (window.violations = [])
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    violations.push(`${effectiveDirective} ${blockedURI}`),
  )
  navigator.clipboard.writeText = async (text) => void (window.copiedLog = text)
}

const consoleCleared = new WeakSet<DrivenPage>()

/** The phone, with an empty timeline and an empty console: what comes now comes on both. */
async function choosePhone(page: DrivenPage, name: string): Promise<void> {
  if (name === firstPhone) await choosePhone(page, 'Kindle')
  // The terminal is loaded, and has shown what came before: it would come after the clearing otherwise.
  await reads(page, consoleCleared.has(page) ? '' : 'DNS Server listening', '.xterm-rows')
  consoleCleared.add(page)
  await press(page, '^Clear$', 'button')
  await press(page, `^${name}$`, `${phone} input[type=radio]`)
}

/** Into the board's own network. */
export const joinBoardOf = (page: DrivenPage) => press(page, 'Your board')

async function meetPortal(page: DrivenPage): Promise<void> {
  await joinBoardOf(page)
  await servedReads(page, 'Connect')
}

async function signIn(page: DrivenPage, password: string): Promise<void> {
  await click(servedFrame(page), { selector: 'input[type=radio]', words: 'Home$' })
  await servedFrame(page)()?.evaluate((typed) => {
    const field = document.querySelector<HTMLInputElement>('input[name=password]')
    if (field) field.value = typed
  }, password)
  await click(servedFrame(page), { selector: 'button', words: '^Connect$' })
}

async function bringBoardHome(page: DrivenPage): Promise<void> {
  await signIn(page, 'correct horse!')
  await reads(page, 'It could not join “Home”')
  await servedReads(page, 'password')
  await until('the form again', async () =>
    servedFrame(page)()?.evaluate(() => document.body.className !== 'trying', null),
  )
  await signIn(page, 'correct horse')
  await servedReads(page, String.raw`192\.168\.1\.23`)
  await reads(page, 'Connected, with internet')
  await until('the access point gone', async () =>
    page.evaluate(
      () =>
        ![...document.querySelectorAll<HTMLElement>('#phone button')].some(({ innerText }) =>
          innerText.includes('Your board'),
        ),
      null,
    ),
  )
}

async function cyclePower(page: DrivenPage): Promise<void> {
  await press(page, 'Power', `${phone} [role=switch]`)
  await reads(page, 'No power')
  await press(page, 'Power', `${phone} [role=switch]`)
  await reads(page, 'It is in “Home”')
}

export interface Told {
  /** Of the timeline, in order. */
  entries: { kind: string; words: string }[]
  /** The console's lines. */
  console: string[]
  /** Of our own page's policy. */
  violations: string[]
}

/** @throws what was waited for */
export async function wholeStory(page: DrivenPage, url: string, name: string): Promise<Told> {
  await openStory(page, url)
  await choosePhone(page, name)
  await meetPortal(page)
  await bringBoardHome(page)
  await cyclePower(page)
  return toldBy(page)
}

/** Timeline and console of the phone's whole visit. */
async function toldBy(page: DrivenPage): Promise<Told> {
  await page.evaluate(() => {
    const timeline = [...document.querySelectorAll('#phone details')].at(-1)
    if (timeline instanceof HTMLDetailsElement) timeline.open = true
  }, null)
  await press(page, '^More tools$', 'button')
  await press(page, '^Copy log$', 'button')
  await until('the timeline', async () =>
    page.evaluate(() => document.querySelector('#phone ol li') !== null, null),
  )
  return page.evaluate(
    () => ({
      entries: [...document.querySelectorAll('#phone ol > li')].map((entry) => ({
        kind: entry.classList[0] ?? '',
        words: entry.querySelector('bdi')?.textContent ?? '',
      })),
      console: (window.copiedLog ?? '').split('\n').map((line) => line.trimEnd()),
      violations: window.violations ?? ['not listened'],
    }),
    null,
  )
}
