/**
 * The keyboard focus is never lost: when the element that has it goes away or is switched off, the
 * nearest part of the page that is still there takes it over. One watcher for the whole page, so that
 * no action has to think of it. Parts that appear in the place of others come first (`arrive`).
 */
const reachable =
  'a[href], button:not(:disabled), input:not(:disabled, [type=file]), select:not(:disabled), textarea:not(:disabled), summary, [tabindex="0"]'
/**
 * A part of the page with a control that takes over whatever is lost in it. On the whole page that is
 * the next step of the way: the home that is called "next".
 */
const scope = '[data-focus-scope]'
const homes = ['[data-focus-home=next]', '[data-focus-home]']

/** Has the focus only until the part that belongs there has been loaded. */
let lent: Element | undefined

/** True if nothing has the focus that somebody put there. */
export function isFocusFree(): boolean {
  const { activeElement } = document
  return !activeElement || activeElement === document.body || activeElement === lent
}

export function keepFocus(root: HTMLElement): () => void {
  /** The element that has the focus, and all around it, up to the root. */
  let trail: HTMLElement[] = []
  const remember = (target: EventTarget | null) => {
    trail = []
    for (let at = target; at instanceof HTMLElement && at !== root; at = at.parentElement) {
      trail.push(at)
    }
  }
  let frame = 0
  const check = () => {
    cancelAnimationFrame(frame)
    // After `arrive`, and after the browser has noticed that a button was switched off.
    frame = requestAnimationFrame(() => (frame = requestAnimationFrame(() => mend(trail, root))))
  }
  const observer = new MutationObserver(check)
  observer.observe(root, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['disabled', 'hidden'],
  })
  const onFocus = ({ target }: FocusEvent) => remember(target)
  root.addEventListener('focusin', onFocus)
  // It is loaded when something has the focus for the first time.
  if (root.contains(document.activeElement)) remember(document.activeElement)
  const used = () => (lent = undefined)
  addEventListener('keydown', used, true)
  addEventListener('pointerdown', used, true)
  return () => {
    cancelAnimationFrame(frame)
    observer.disconnect()
    root.removeEventListener('focusin', onFocus)
    removeEventListener('keydown', used, true)
    removeEventListener('pointerdown', used, true)
  }
}

function mend(trail: readonly HTMLElement[], root: HTMLElement): void {
  const [last, ...around] = trail
  const { activeElement } = document
  const lost = !activeElement || activeElement === document.body || !isUsable(activeElement)
  // Somebody who clicked beside everything has let go of it on purpose.
  if (!lost || !last || isUsable(last)) return
  const places = [...around, root].filter((place) => root.contains(place))
  const scopes = places.filter((place) => place === root || place.matches(scope))
  if (scopes.some((place) => homes.some((home) => focusFirst(place, home)))) return
  places.some((place) => focusFirst(place, reachable))
}

const isUsable = (element: Element): boolean =>
  element.isConnected && element.checkVisibility() && !element.matches(':disabled')

function focusFirst(place: HTMLElement, selector: string): boolean {
  const target = [...place.querySelectorAll<HTMLElement>(selector)].find(isUsable)
  target?.focus({ preventScroll: true })
  lent = target
  return target !== undefined && document.activeElement === target
}
