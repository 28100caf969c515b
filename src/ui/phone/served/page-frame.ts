/**
 * The frame in which a served page runs: an opaque origin within `phone-frame.html`, whose policy it inherits.
 * A new one for each page; of the one before nothing is heard any more.
 * Why so: docs/decisions/0019-the-served-page.md.
 */
import { PageBridge } from '../../../phone/browser/page-bridge'
import type { PhoneBrowser } from '../../../phone/browser/phone-browser'
import { hello } from '../../../phone-frame/bridge'

/** No window, no dialog, no way to the top, no origin of ours. */
const sandbox = 'allow-scripts allow-forms'
const allow = ["cross-origin-isolated 'none'", "serial 'none'", "usb 'none'", "fullscreen 'none'"]

export interface PageFrame {
  element: HTMLIFrameElement
  close: () => void
}

/**
 * @param around the document of `phone-frame.html`
 * @param html the page, with the frame's script before it
 */
export function openPageFrame(
  around: Document,
  html: string,
  title: string,
  browser: PhoneBrowser,
  onTitle: (title: string) => void,
): PageFrame {
  const element = around.createElement('iframe')
  element.setAttribute('sandbox', sandbox)
  element.setAttribute('allow', allow.join('; '))
  element.title = title
  element.srcdoc = html
  const closing = new AbortController()
  listen(around, element, closing.signal, browser, onTitle)
  around.body.replaceChildren(element)
  return {
    element,
    close: () => {
      closing.abort()
      element.remove()
    },
  }
}

function listen(
  around: Document,
  element: HTMLIFrameElement,
  signal: AbortSignal,
  browser: PhoneBrowser,
  onTitle: (title: string) => void,
): void {
  const hear = (event: MessageEvent) => {
    if (event.source !== element.contentWindow || event.data !== hello) return
    const [port] = event.ports
    if (!port) return
    // The frame's script comes first, and only it is listened to.
    around.defaultView?.removeEventListener('message', hear)
    connect(port, signal, browser, onTitle)
  }
  around.defaultView?.addEventListener('message', hear, { signal })
  const escaped = (event: SecurityPolicyViolationEvent) => {
    // Reported twice, by the header's policy and by the document's own.
    const isOwn = !event.originalPolicy.includes('frame-ancestors')
    if (isOwn && event.effectiveDirective === 'frame-src') leave(browser, event.blockedURI)
  }
  around.addEventListener('securitypolicyviolation', escaped, { signal })
}

function connect(
  port: MessagePort,
  signal: AbortSignal,
  browser: PhoneBrowser,
  onTitle: (title: string) => void,
): void {
  const bridge = new PageBridge(browser, { reply: (reply) => port.postMessage(reply), onTitle })
  port.onmessage = ({ data }) => bridge.hear(data)
  signal.addEventListener('abort', () => {
    bridge.close()
    port.close()
  })
}

/** A way out that the frame's script did not see. The policy stopped it, and browsers tell no more than the server. */
function leave(browser: PhoneBrowser, blocked: string): void {
  if (!URL.canParse(blocked)) return
  const { origin, protocol } = new URL(blocked)
  if (protocol === 'http:') void browser.follow({ method: 'GET', url: `${origin}/` }, 'page')
}
