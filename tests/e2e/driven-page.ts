/**
 * A page that is driven from outside by Playwright or by Puppeteer, with what both have in common: so one story is
 * told in both. Clicks are the elements' own; what only a real pointer shows is for phone.spec.ts's first test.
 */
export interface DrivenFrame {
  url(): string
  evaluate<T, A>(run: (argument: A) => T, argument: A): Promise<Awaited<T>>
}

export interface DrivenPage extends DrivenFrame {
  goto(url: string): Promise<unknown>
  frames(): DrivenFrame[]
  close(): Promise<unknown>
  keyboard: {
    type(text: string): Promise<void>
    down(key: 'Control'): Promise<void>
    up(key: 'Control'): Promise<void>
    press(key: 'c' | 'd' | 'Enter'): Promise<void>
  }
}

export interface Wanted {
  /** CSS, within the page or the frame. */
  selector: string
  /** A regular expression for its visible text or its label. */
  words: string
}

/** Runs in the page: clicks the first element that fits. @returns whether there was one */
const clickThere = ({ selector, words }: Wanted): boolean => {
  const expression = new RegExp(words, 'u')
  const found = [...document.querySelectorAll<HTMLElement>(selector)].find((element) => {
    const label = element.closest('label') ?? element
    const text = element.getAttribute('aria-label') ?? label.innerText
    return expression.test(text.trim()) && !element.matches(':disabled') && label.checkVisibility()
  })
  found?.click()
  return found !== undefined
}

const textThere = (selector: string) =>
  document.querySelector<HTMLElement>(selector)?.innerText ?? ''

const pollMs = 100

/** Asks until it is so. @throws what was waited for, after `withinMs` */
export async function until(
  what: string,
  isSo: () => Promise<unknown>,
  withinMs = 180_000,
): Promise<void> {
  const end = Date.now() + withinMs
  // A frame that is being replaced answers with an error: then it is not so yet.
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > end) throw new Error(`Waited in vain: ${what}`)
    await new Promise((later) => setTimeout(later, pollMs))
  }
}

export const click = (
  frame: () => DrivenFrame | undefined,
  wanted: Wanted,
  withinMs?: number,
): Promise<void> =>
  until(
    `${wanted.selector} “${wanted.words}”`,
    async () => frame()?.evaluate(clickThere, wanted),
    withinMs,
  )

export const sees = (
  frame: () => DrivenFrame | undefined,
  { selector, words }: Wanted,
  withinMs?: number,
): Promise<void> =>
  until(
    `“${words}” in ${selector}`,
    async () => new RegExp(words, 'iu').test((await frame()?.evaluate(textThere, selector)) ?? ''),
    withinMs,
  )

/** What a portal has served, in the phone's frame. */
export const servedFrame = (page: DrivenPage) => () =>
  page.frames().find((frame) => frame.url() === 'about:srcdoc')
