/** For a part that has just been opened: all of it comes into view, as far as there is room. */
import { scrollBehavior } from '../shared/motion'

export function intoView({ currentTarget }: Event): void {
  if (!(currentTarget instanceof HTMLDetailsElement) || !currentTarget.open) return
  currentTarget.scrollIntoView({ block: 'nearest', behavior: scrollBehavior() })
}
