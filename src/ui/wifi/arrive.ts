/** For what replaces what somebody was just using here: the focus, if it got lost, and into view. */
import type { Attachment } from 'svelte/attachments'
import { isFocusFree } from '../shared/keep-focus'
import { scrollBehavior } from '../shared/motion'

export const arrive: Attachment<HTMLElement> = (element) => {
  const frame = requestAnimationFrame(() => {
    if (isFocusFree()) element.focus({ preventScroll: true })
    element.scrollIntoView({ block: 'nearest', behavior: scrollBehavior() })
  })
  return () => cancelAnimationFrame(frame)
}
