/** Tells the page's title, and when it changes. */
import type { Bridge } from './config'

const maxLength = 200

export function watchTitle(bridge: Bridge): void {
  let said = ''
  const say = () => {
    const title = document.title.slice(0, maxLength)
    if (title === said) return
    said = title
    bridge.send({ kind: 'title', title })
  }
  new MutationObserver(say).observe(document, {
    childList: true,
    subtree: true,
    characterData: true,
  })
}
