/** A state of the page that a person can see, and how to get there. */
import type { Page } from '@playwright/test'

export interface PageState {
  /** Also the name of its pictures. */
  name: string
  /** The state before it on the same page; without it, a new page is opened for this one. */
  after?: string
  /** On a new page, before it is opened. */
  prepare?: (page: Page) => Promise<unknown>
  /** Where a new page is opened; default the page's own address. */
  path?: string
  /** From there, or from the state before; ends when everything that belongs to the state is shown. */
  reach?: (page: Page) => Promise<unknown>
  /** Lets go on what `reach` held up. Called before the next state of the same page. */
  leave?: (page: Page) => Promise<unknown>
}
