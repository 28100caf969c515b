/**
 * Escape closes what was opened last, and the focus goes back to where it was opened from. For every
 * part of the page that a button opens; the console keeps its Escape, which belongs to the board.
 */
import type { Attachment } from 'svelte/attachments'
import { isFocusFree } from './keep-focus'

interface Opened {
  close: () => void
  /** Where the focus was before. */
  from: Element | null
}

const all: Opened[] = []

/** @param close what the part's own button for closing does; it may refuse and stay open */
export const opened = (close: () => void): Attachment<HTMLElement> => {
  // As the attachment is made: `arrive` has not taken the focus yet.
  const own: Opened = { close, from: isFocusFree() ? null : document.activeElement }
  return () => {
    all.push(own)
    if (all.length === 1) addEventListener('keydown', onKey)
    return () => {
      all.splice(all.indexOf(own), 1)
      if (all.length === 0) removeEventListener('keydown', onKey)
      goBack(own.from)
    }
  }
}

function onKey(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
  if (event.target instanceof Element && event.target.closest('.xterm')) return
  event.preventDefault()
  all.at(-1)?.close()
}

/** Unless the focus is somewhere by now: a click elsewhere has closed it. */
function goBack(from: Element | null): void {
  if (!(from instanceof HTMLElement)) return
  requestAnimationFrame(() => {
    if (isFocusFree() && from.isConnected) from.focus({ preventScroll: true })
  })
}
