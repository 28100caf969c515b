/** A link that was clicked, if the page itself has not dealt with it. */
import type { Places } from './location'

/** Only a sheet's own frame; new windows are blocked, as sheets do. */
const own = /^(_self|_top|_parent)?$/i

export function patchLinks({ go }: Places, base: () => HTMLBaseElement | null): void {
  const onClick = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0) return
    const link = linkOf(event)
    if (!link) return
    const address = link.getAttribute('href') ?? link.getAttribute('xlink:href') ?? ''
    if (/^\s*javascript:/i.test(address)) return
    event.preventDefault()
    const target = link.getAttribute('target') ?? base()?.target ?? ''
    if (own.test(target)) go(address)
  }
  // Last of all, after every listener of the page.
  addEventListener('click', onClick)
  addEventListener('auxclick', (event) => linkOf(event) && event.preventDefault())
}

function linkOf(event: Event): Element | undefined {
  const path = event.composedPath()
  return path.find(
    (one): one is Element =>
      one instanceof Element && /^(a|area)$/i.test(one.localName) && hasTarget(one),
  )
}

const hasTarget = (link: Element) => link.hasAttribute('href') || link.hasAttribute('xlink:href')
