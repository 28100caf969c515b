/** The keys that the console keeps for itself, wherever in it the focus is. */

/** Ctrl+F, on a Mac Command+F. */
export const isFind = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean =>
  key.toLowerCase() === 'f' && ctrlKey !== metaKey && !altKey && !shiftKey

/** The list of typed lines: Ctrl+R, as in a shell. Command+R stays the browser's. */
export const isHistory = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean =>
  key.toLowerCase() === 'r' && ctrlKey && !metaKey && !altKey && !shiftKey
