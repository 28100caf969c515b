/** To the console, which is beside the hub, or below it on a phone: into view, and with the focus. */
import { scrollBehavior } from '../shared/motion'

export function showConsole(): void {
  const part = document.querySelector('[data-console]')
  if (!part) return
  const folded = part.closest('details') ?? part.querySelector('details')
  if (folded) folded.open = true
  const heading = part.querySelector<HTMLElement>('h2')
  part.scrollIntoView({ block: 'nearest', behavior: scrollBehavior() })
  // Not the terminal itself: on a phone that would open the keyboard over it.
  heading?.setAttribute('tabindex', '-1')
  heading?.focus({ preventScroll: true })
}
