/**
 * For a part of the page that replaces what somebody was just using: takes over the keyboard focus
 * if it got lost with the old part, and comes into view. Never steals a focus that still exists.
 */
import type { Attachment } from 'svelte/attachments'
import { isFocusFree } from './keep-focus'
import { scrollBehavior } from './motion'

export const focusWhenShown: Attachment<HTMLElement> = (element) => {
  const frame = requestAnimationFrame(() => {
    if (isFocusFree()) element.focus({ preventScroll: true })
    element.scrollIntoView({ block: 'nearest', behavior: scrollBehavior() })
  })
  return () => cancelAnimationFrame(frame)
}
