/**
 * A language that nobody speaks: every message of the catalogue between ⟦ and ⟧, and longer by a third. What a
 * person reads outside of these marks is in no catalogue.
 */
import { expect, type Page } from '@playwright/test'

/** Its text comes from the board, from the person, or is for machines; the same in every language. */
const data = '.xterm, code, kbd, pre, samp, bdi, script, style, noscript, template'

/** Names that are the same everywhere. */
const names = [
  /: (QIO|QOUT|DIO|DOUT|\d+ [KM]B|ESP8266EX)$/, // as data sheets write them
  /: (Blink|Broken calculator|Signed request|Telegram messages)$/, // of starter apps (firmware/apps/)
  /: ([0-9a-f]{2}:){5}[0-9a-f]{2}$/, // a board's MAC address
  /: http:\/\/[\w.-]+\/?$/, // its address in a network
  /: (CH|CP|FT|PL)\d+\w*(, (CH|CP|FT)\d+\w*)*$/, // USB bridges
  /: (RST|G|D3|FLASH|GPIO0|GND|TX|RX|3V3|CH_PD|EN|VCC)$/, // what is printed on boards
  /: localhost:\d+$/, // the page's own address, in a browser's dialog
  /: · GENERIC ·\s+·$/, // MicroPython's name of a build
]

/** Runs in place of a catalogue: imports the real one, and wraps what its functions say. */
const wrapper = (url: string) => `
import real from '${url}?real'
const longer = (text) => ' lönger'.repeat(Math.ceil(text.length * 0.3 / 7))
const wrap = (node) =>
  typeof node === 'function'
    ? (values) => { const text = node(values); return '⟦' + text + longer(text) + '⟧' }
    : Object.fromEntries(Object.entries(node).map(([name, value]) => [name, wrap(value)]))
export default wrap(real)`

export async function speakPseudo(page: Page): Promise<void> {
  await page.route(/_language-en-\w+-[^?]*\.js$/, async (route) => {
    await route.fulfill({ contentType: 'text/javascript', body: wrapper(route.request().url()) })
  })
}

/** Nothing that is read or read aloud is outside of the catalogue, and nothing is too wide. */
export async function expectOnlyMessages(page: Page, state: string): Promise<void> {
  await expect(page.locator('header').first()).toContainText('⟦')
  const found = (await page.evaluate(outside, data)).filter(
    (text) => !names.some((name) => name.test(text)),
  )
  expect.soft(found, `in no catalogue, in the state “${state}”`).toEqual([])
  expect.soft(await page.evaluate(tooWide), `too wide, in the state “${state}”`).toEqual([])
}

/** In the page: every text and attribute with letters outside of marks. Marks may be nested, and span elements. */
function outside(data: string): string[] {
  const rest = (text: string, depth = 0) => {
    let left = ''
    for (const sign of text) {
      if (sign === '⟦') depth++
      else if (sign === '⟧') depth--
      else if (depth <= 0) left += sign
    }
    return { left: left.trim(), depth }
  }
  const found: string[] = []
  const note = (where: string, text: string) => {
    if (/\p{L}/u.test(text)) found.push(`${where}: ${text}`)
  }
  note('document title', rest(document.title).left)
  let depth = 0
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement!
    const read = rest(node.textContent ?? '', depth)
    if (!parent.closest(data)) note(parent.localName, read.left)
    depth = read.depth
  }
  if (depth !== 0) found.push(`marks that do not close: ${depth}`)
  for (const name of ['aria-label', 'aria-description', 'title', 'placeholder', 'alt'])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (!element.closest(data)) note(name, rest(element.getAttribute(name) ?? '').left)
  return found
}

/** In the page: what reaches beyond the screen, unless it is in something that scrolls by itself. */
function tooWide(): string[] {
  const width = document.documentElement.clientWidth
  const scrolls = (element: Element | null): boolean =>
    element !== null &&
    (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) ||
      scrolls(element.parentElement))
  return [...document.body.querySelectorAll('*')]
    .filter((element) => element.checkVisibility() && !(element instanceof SVGElement))
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .filter((element) => !scrolls(element.parentElement))
    .map(
      (element) =>
        `${element.localName}.${element.className}: ${element.textContent?.slice(0, 60)}`,
    )
}
