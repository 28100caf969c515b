/** A link that was clicked, if the page itself has not dealt with it. */
import type { Places } from './location'

/** Only a sheet's own frame; new windows are blocked, as sheets do. */
const own = /^(_self|_top|_parent)?$/i

/** @returns what adds the listeners; a second time does nothing */
export function patchLinks({ go }: Places): () => void {
  const onClick = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0) return
    const link = linkOf(event)
    if (!link) return
    const address = link.getAttribute('href') ?? link.getAttribute('xlink:href') ?? ''
    if (/^\s*javascript:/i.test(address)) return
    event.preventDefault()
    const target = link.getAttribute('target') ?? defaultTarget() ?? ''
    if (own.test(target)) go(address)
  }
  const onAuxClick = (event: Event) => linkOf(event) && event.preventDefault()
  // On the window and while bubbling: after the listeners of the page's elements.
  return () => {
    addEventListener('click', onClick)
    addEventListener('auxclick', onAuxClick)
  }
}

const defaultTarget = () => document.querySelector<HTMLBaseElement>('base[target]')?.target

function linkOf(event: Event): Element | undefined {
  const path = event.composedPath()
  return path.find(
    (one): one is Element =>
      one instanceof Element && /^(a|area)$/i.test(one.localName) && hasTarget(one),
  )
}

const hasTarget = (link: Element) => link.hasAttribute('href') || link.hasAttribute('xlink:href')
