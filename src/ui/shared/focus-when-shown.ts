/**
 * For a part of the page that replaces what somebody was just using: takes over the keyboard focus
 * if it got lost with the old part, and comes into view. Never steals a focus that still exists.
 */
import type { Attachment } from 'svelte/attachments'
import { isFocusFree } from './keep-focus'
import { scrollBehavior } from './motion'

/** Behind the page's header, which stays at the top of the window. */
const headerPx = 64

export const focusWhenShown: Attachment<HTMLElement> = (element) => {
  const frame = requestAnimationFrame(() => {
    if (isFocusFree()) element.focus({ preventScroll: true })
    bringIntoView(element)
  })
  return () => cancelAnimationFrame(frame)
}

/** With the title of its step, where that is hidden. */
function bringIntoView(element: HTMLElement) {
  const step = element.closest<HTMLElement>('section[data-focus-scope]')
  const isTitleHidden = step && step.getBoundingClientRect().top < headerPx
  const [shown, block] = isTitleHidden ? [step, 'start' as const] : [element, 'nearest' as const]
  shown.scrollIntoView({ block, behavior: scrollBehavior() })
}
