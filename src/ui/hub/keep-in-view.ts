/** For a part that has just been opened, and whose height is known only when the last of it is loaded. */
import { scrollBehavior } from '../shared/motion'

/** What somebody does after that is theirs: the page moves no more. */
const settledAfterMs = 1500
const ownMoves = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const

/**
 * Brings all of it into view, as far as there is room, now and as it grows in the next moment.
 * @returns ends that
 */
export function keepInView(element: HTMLElement): () => void {
  const show = () => element.scrollIntoView({ block: 'nearest', behavior: scrollBehavior() })
  // It is told of the first height, too.
  const observer = new ResizeObserver(show)
  observer.observe(element)
  const end = () => {
    observer.disconnect()
    clearTimeout(timer)
    for (const move of ownMoves) removeEventListener(move, end, { capture: true })
  }
  const timer = setTimeout(end, settledAfterMs)
  for (const move of ownMoves) addEventListener(move, end, { capture: true, passive: true })
  return end
}
