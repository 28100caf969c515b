/** What page and service worker say to each other. */

/** The page posts it to the waiting worker, with a port for the answer. */
export const takeOverMessage = 'take over'

/** How many other tabs still have the page open; with 0 the new version takes over. */
export interface TakeOverAnswer {
  otherTabs: number
}
