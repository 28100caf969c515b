/** To the phone beside the virtual board: eyes and focus. It may be far below on a small screen. */
import { scrollBehavior } from './motion'

export function toPhone(): void {
  const heading = document.querySelector<HTMLElement>('#phone h2')
  heading?.focus({ preventScroll: true })
  heading?.scrollIntoView({ block: 'start', behavior: scrollBehavior() })
}
