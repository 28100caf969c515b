/** Takes a browser through states of the page, each of them once wherever that is possible. */
import type { Page } from '@playwright/test'
import type { PageState } from './page-state'

export interface Walk {
  states: readonly PageState[]
  newPage: () => Promise<Page>
  visit: (page: Page, state: PageState) => Promise<unknown>
  /** The page as it is where a state was not reached. */
  onMissed?: (page: Page, state: PageState) => Promise<unknown>
  /** Default all. The states before them on the same page are passed through without a visit. */
  names?: readonly string[]
}

/** @returns the states that were not reached or not looked at, each with the reason; those after them are left out */
export async function walk({ states, newPage, visit, onMissed, names }: Walk): Promise<string[]> {
  assertKnown(states, names)
  const isWanted = ({ name }: PageState) => !names || names.includes(name)
  const missed: string[] = []
  for (const way of ways(states)) {
    const last = way.findLastIndex(isWanted)
    if (last < 0) continue
    const page = await newPage()
    const miss = await go(page, way.slice(0, last + 1), async (state) => {
      if (isWanted(state)) await visit(page, state)
    })
    if (miss) missed.push(`“${miss.state.name}” was not reached or not looked at: ${miss.why}`)
    if (miss) await onMissed?.(page, miss.state)
    await page.context().close()
  }
  return missed
}

/** @returns what was not reached */
async function go(page: Page, way: PageState[], visit: (state: PageState) => Promise<unknown>) {
  for (const state of way) {
    try {
      await reach(page, state)
      await visit(state)
      await state.leave?.(page)
    } catch (error) {
      return { state, why: error instanceof Error ? error.message : String(error) }
    }
  }
  return undefined
}

async function reach(page: Page, state: PageState) {
  if (!state.after) {
    await state.prepare?.(page)
    await page.goto(state.path ?? './')
    // It comes last; a page without it is not all there.
    await page.getByRole('contentinfo').getByRole('navigation').waitFor()
  }
  await state.reach?.(page)
}

/** Each a page's states in their order. At most one state comes directly after another. */
export function ways(states: readonly PageState[]): PageState[][] {
  return states.filter(({ after }) => !after).map((first) => [...from(first, states)])
}

function* from(first: PageState, states: readonly PageState[]): Generator<PageState> {
  for (let at: PageState | undefined = first; at;) {
    yield at
    const { name }: PageState = at
    at = states.find(({ after }) => after === name)
  }
}

function assertKnown(states: readonly PageState[], names: readonly string[] = []) {
  const unknown = names.filter((wanted) => states.every(({ name }) => name !== wanted))
  if (unknown.length === 0) return
  const known = states.map(({ name }) => name).join(', ')
  throw new Error(`No such state: ${unknown.join(', ')}. There are: ${known}`)
}
