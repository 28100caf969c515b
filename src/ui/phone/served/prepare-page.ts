/**
 * A served page as the text of a frame: itself, after the frame's own script and the address that its relative links
 * are for. Scripts and style sheets that it names are put in their places, because the frame has no network.
 */
import script from 'virtual:phone-frame-script'
import { maxUrlLength, resolveUrl } from '../../../phone/browser/page-request'
import { withLocation } from '../../../phone/browser/script-location'
import type { FrameConfig } from '../../../phone-frame/config'

/** The text of a file that the page names; undefined if there is none. */
export type LoadText = (url: string, kind: 'script' | 'style') => Promise<string | undefined>

/** More is left out. */
const maxFiles = 24

export async function preparePage(
  html: string,
  url: string,
  { referrer, languages }: Pick<FrameConfig, 'referrer' | 'languages'>,
  load: LoadText,
): Promise<string> {
  const page = new DOMParser().parseFromString(withBaseHidden(html), 'text/html')
  const base = baseOf(page, url)
  const refresh = takeRefresh(page, base)
  // A policy of the page itself would forbid what stands in for its files.
  for (const meta of metas(page, 'content-security-policy')) meta.remove()
  await putInFiles(page, base, load)
  for (const one of page.querySelectorAll('script')) rewriteScript(one)
  rewriteHandlers(page)
  return withBaseShown(textOf(page), start(base, { url, referrer, languages, refresh }))
}

/**
 * To our own page's policy a `<base>` is a violation, in a parsed document too, which browsers report on the console.
 * So that documents never hold one, it is a `<meta>` in them, which parsers put in the same places.
 */
const hidden = 'meta data-served-base'
const withBaseHidden = (html: string) => html.replace(/<base(?=[\s/>])/gi, `<${hidden}`)

/** @param start what goes before all else in its head */
const withBaseShown = ([before, after]: [string, string], start: string) => {
  const shown = (text: string) =>
    text.replace(
      new RegExp(`(<|&lt;)${hidden}(="")?`, 'g'),
      (_, opening: string) => `${opening}base`,
    )
  return shown(before) + start + shown(after)
}

/** In two parts, with the beginning of its head between them. */
function textOf({ doctype, documentElement: root, head }: Document): [string, string] {
  const opening = (element: Element) =>
    (element.cloneNode(false) as Element).outerHTML.replace(/<\/\w+>$/, '')
  const rest = [...root.children].filter((child) => child !== head)
  return [
    `${doctype ? '<!doctype html>' : ''}${opening(root)}${opening(head)}`,
    `${head.innerHTML}</head>${rest.map((child) => child.outerHTML).join('')}</html>`,
  ]
}

/** A text page, or a picture, as browsers show it. */
export function plainPage(content: string | { type: string; bytes: Uint8Array }): string {
  const page = document.implementation.createHTMLDocument()
  const meta = page.createElement('meta')
  meta.name = 'color-scheme'
  meta.content = 'light dark'
  page.head.append(meta)
  if (typeof content === 'string') {
    const text = page.createElement('pre')
    text.style.cssText = 'overflow-wrap: anywhere; white-space: pre-wrap'
    text.textContent = content
    page.body.append(text)
  } else {
    const image = page.createElement('img')
    image.style.maxWidth = '100%'
    image.src = dataUrl(content)
    page.body.append(image)
  }
  return `<!doctype html>${page.documentElement.outerHTML}`
}

function dataUrl({ type, bytes }: { type: string; bytes: Uint8Array }): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return `data:${type};base64,${btoa(text)}`
}

function start(base: string, config: FrameConfig): string {
  // In braces, a second script of the same kind would not clash with it.
  const own = `{const $phoneConfig=${asJson(config)};${script}}`
  return `<base href="${asAttribute(base)}"><script>${own}</script>`
}

const asAttribute = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

/** Without what would end the script element. */
const asJson = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c')

function baseOf(page: Document, url: string): string {
  const own = page.querySelector('[data-served-base][href]')
  const base = resolveUrl(own?.getAttribute('href') ?? '', url)
  own?.removeAttribute('href')
  return base && /^https?:/.test(base) ? base : url
}

const metas = (page: Document, name: string) =>
  [...page.querySelectorAll('meta[http-equiv]')].filter(
    (meta) =>
      meta.getAttribute('http-equiv')?.trim().toLowerCase() === name && !meta.closest('noscript'),
  )

/** `3; url=/status`, with or without quotes; the first one counts. */
function takeRefresh(page: Document, base: string): FrameConfig['refresh'] {
  const all = metas(page, 'refresh')
  for (const meta of all) meta.remove()
  const content = all[0]?.getAttribute('content')?.slice(0, maxUrlLength).trim() ?? ''
  const seconds = /^\d+/.exec(content)?.[0]
  if (seconds === undefined) return undefined
  const target = content.replace(/^[\d.]+\s*[;,]?\s*/, '').replace(/^url\s*=\s*/i, '')
  const [quote = ''] = /^["']/.exec(target) ?? []
  const url = resolveUrl(quote ? (target.split(quote)[1] ?? '') : target, base)
  return url ? { seconds: Math.min(Number(seconds), 86_400), url } : undefined
}

async function putInFiles(page: Document, base: string, load: LoadText): Promise<void> {
  const named = [...page.querySelectorAll('script[src], link[rel~="stylesheet" i][href]')]
  await Promise.all(named.slice(0, maxFiles).map((element) => putIn(page, element, base, load)))
  for (const rest of named.slice(maxFiles)) rest.remove()
}

async function putIn(page: Document, element: Element, base: string, load: LoadText) {
  const isScript = element.localName === 'script'
  const url = resolveUrl(element.getAttribute(isScript ? 'src' : 'href') ?? '', base)
  const text = url && (await load(url, isScript ? 'script' : 'style'))
  if (isScript) return putInScript(page, element, text)
  const style = page.createElement('style')
  if (element.hasAttribute('media')) style.media = element.getAttribute('media') ?? ''
  style.textContent = (text ?? '').replace(/<\/(?=style)/gi, '<\\/')
  element.replaceWith(style)
}

function putInScript(page: Document, element: Element, text = ''): void {
  const isLater = element.hasAttribute('defer') && !element.hasAttribute('async')
  for (const name of ['src', 'integrity', 'crossorigin', 'defer', 'async', 'nonce']) {
    element.removeAttribute(name)
  }
  element.textContent = text.replace(/<(?=\/script|!--)/gi, '\\x3c')
  if (isLater) page.body.append(element)
}

const scriptTypes = /^\s*(|module|(text|application)\/(x-)?(java|ecma)script)\s*$/i

function rewriteScript(element: HTMLScriptElement): void {
  const type = element.getAttribute('type') ?? ''
  if (scriptTypes.test(type)) element.textContent = withLocation(element.textContent ?? '')
}

/** `onclick="location.href='/'"`, `href="javascript:…"` */
function rewriteHandlers(page: Document): void {
  for (const element of page.querySelectorAll('*')) {
    for (const attribute of element.attributes) {
      const isScript =
        /^on/i.test(attribute.name) || /^\s*javascript:/i.test(attribute.value.slice(0, 100))
      if (isScript) attribute.value = withLocation(attribute.value)
    }
  }
}
