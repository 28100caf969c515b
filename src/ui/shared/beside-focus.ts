/** For what is wrong with a field: said below it, it would lie under a bar that sticks to the edge of the screen. */
import type { Attachment } from 'svelte/attachments'
import { scrollBehavior } from './motion'

/**
 * Brings a message into sight when it appears or changes, if the field that it is about has the focus; nobody who has
 * gone on is led back. Stands within the parent of that field, or of what is around it.
 * @param message its text; nothing is done while it is empty
 */
export const besideFocus =
  (message: string | undefined): Attachment<HTMLElement> =>
  (element) => {
    if (!message || !element.parentElement?.contains(document.activeElement)) return
    element.scrollIntoView({ block: 'nearest', behavior: scrollBehavior() })
  }
