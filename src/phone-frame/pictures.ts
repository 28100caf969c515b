/** Pictures of the page, also those that its script puts there: fetched through the bridge. */
import type { Resolve } from './addresses'

const most = 64

export function patchPictures(resolve: Resolve): void {
  let loaded = 0
  const load = async (image: HTMLImageElement) => {
    const url = resolve(image.getAttribute('src') ?? '')
    if (!/^https?:$/.test(url.protocol) || ++loaded > most) return
    const answer = await fetch(url, { mode: 'no-cors' }).catch(() => undefined)
    const blob = answer?.ok ? await answer.blob() : undefined
    if (blob?.type.startsWith('image/')) image.src = URL.createObjectURL(blob)
  }
  const look = (node: Node) => {
    if (!(node instanceof Element)) return
    if (node instanceof HTMLImageElement) void load(node)
    for (const image of node.querySelectorAll('img')) void load(image)
  }
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes') look(target)
      else addedNodes.forEach(look)
    }
  }).observe(document, { childList: true, subtree: true, attributeFilter: ['src'] })
}
