/** A look-alike of `location`: where the page would be, and the way to go elsewhere. */
import { locationName } from '../phone/browser/script-location'
import type { Resolve } from './addresses'
import type { Bridge, FrameConfig } from './config'

export interface Places {
  /** Goes to an address; a fragment of the same page is only scrolled to. */
  go: (address: string, replaces?: boolean) => void
}

const parts = ['protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'] as const

export function patchLocation(bridge: Bridge, config: FrameConfig, resolve: Resolve): Places {
  const here = new URL(config.url)
  const go = (address: string, replaces = false) => {
    if (/^\s*javascript:/i.test(address)) return
    const target = resolve(address)
    if (isFragmentOf(here, target)) return scrollTo(here, target)
    bridge.send({ kind: 'navigate', url: target.href, replaces })
  }
  const reload = () => bridge.send({ kind: 'reload' })
  const lookAlike = lookAlikeOf(here, go, reload)
  Object.defineProperty(window, locationName, {
    get: () => lookAlike,
    set: (address: unknown) => go(String(address)),
  })
  Object.defineProperty(document, 'URL', { get: () => here.href })
  Object.defineProperty(document, 'documentURI', { get: () => here.href })
  Object.defineProperty(document, 'domain', { get: () => here.hostname, set: () => {} })
  Object.defineProperty(document, 'referrer', { get: () => config.referrer })
  patchHistory(bridge, here, resolve)
  return { go }
}

function lookAlikeOf(here: URL, go: Places['go'], reload: () => void): object {
  const changed = (part: (typeof parts)[number], value: unknown) => {
    const target = new URL(here)
    target[part] = String(value)
    go(target.href)
  }
  const lookAlike = {
    assign: (address: unknown) => go(String(address)),
    replace: (address: unknown) => go(String(address), true),
    reload,
    toString: () => here.href,
    ancestorOrigins: Object.assign([], { item: () => null, contains: () => false }),
  }
  for (const part of parts) {
    const set = (value: unknown) => changed(part, value)
    Object.defineProperty(lookAlike, part, { enumerable: true, get: () => here[part], set })
  }
  Object.defineProperty(lookAlike, 'origin', { enumerable: true, get: () => here.origin })
  Object.defineProperty(lookAlike, 'href', {
    enumerable: true,
    get: () => here.href,
    set: (address: unknown) => go(String(address)),
  })
  return lookAlike
}

const isFragmentOf = (here: URL, target: URL) =>
  target.href.includes('#') && target.href.split('#')[0] === here.href.split('#')[0]

function scrollTo(here: URL, target: URL): void {
  const old = here.href
  here.hash = target.hash
  const id = decodeURIComponent(target.hash.slice(1))
  if (id === '' || id === 'top') window.scrollTo(0, 0)
  else document.getElementById(id)?.scrollIntoView()
  if (old === here.href) return
  dispatchEvent(new HashChangeEvent('hashchange', { oldURL: old, newURL: here.href }))
}

/** The real history is shared with the page around the frame. */
function patchHistory(bridge: Bridge, here: URL, resolve: Resolve): void {
  let state: unknown = null
  const write = (data: unknown, _title: string, address?: string | URL | null) => {
    state = data
    if (address !== undefined && address !== null) here.href = resolve(String(address)).href
  }
  const back = () => bridge.send({ kind: 'back' })
  const go = (delta = 0) => {
    if (delta < 0) back()
    else if (delta === 0) bridge.send({ kind: 'reload' })
  }
  const mine = { back, go, forward: () => {}, pushState: write, replaceState: write }
  Object.assign(History.prototype, mine)
  Object.defineProperty(History.prototype, 'state', { get: () => state })
}
