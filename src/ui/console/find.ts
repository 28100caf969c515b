/** Search in a console's scrollback, with all matches marked. Loaded with the first search. */
import { SearchAddon, type ISearchOptions } from '@xterm/addon-search'
import type { Terminal } from '@xterm/xterm'

export interface FindResult {
  /** From 1; 0 where there are more matches than are counted. */
  at: number
  /** At most `mostMatches`. */
  count: number
}

/** More are not marked: each costs time while lines come in. */
export const mostMatches = 500

export interface Finder {
  /** @param isTyping the match that is there stays, if the longer text still matches it */
  next(text: string, isTyping?: boolean): void
  previous(text: string): void
  /** The marks go, the last match stays selected. */
  close(): void
}

/** @param colour a token of the console, as #rrggbb */
export function openFinder(
  terminal: Terminal,
  colour: (token: string) => string,
  onResult: (result: FindResult) => void,
): Finder {
  const addon = new SearchAddon({ highlightLimit: mostMatches })
  terminal.loadAddon(addon)
  addon.onDidChangeResults(({ resultIndex, resultCount }) =>
    onResult({ at: resultIndex + 1, count: resultCount }),
  )
  const options: ISearchOptions = {
    decorations: {
      matchBackground: colour('--console-selection'),
      matchOverviewRuler: colour('--console-selection'),
      activeMatchBackground: colour('--console-selection'),
      activeMatchBorder: colour('--console-accent'),
      activeMatchColorOverviewRuler: colour('--console-accent'),
    },
  }
  return {
    next: (text, isTyping = false) => {
      addon.findNext(text, { ...options, incremental: isTyping })
      if (text === '') onResult({ at: 0, count: 0 })
    },
    previous: (text) => void addon.findPrevious(text, options),
    close: () => addon.dispose(),
  }
}
