/** What a shown page may ask for, and how often; whatever else it sends is as if it were not sent. */
import { describe, expect, it } from 'vitest'
import type { HttpQuestion } from '../../../../src/phone/http-exchange'
import type { FrameReply } from '../../../../src/phone/browser/frame-messages'
import { PageBridge } from '../../../../src/phone/browser/page-bridge'
import { PhoneBrowser } from '../../../../src/phone/browser/phone-browser'

const settled = () => new Promise((resolve) => setTimeout(resolve))

async function shownPage(headers: Record<string, string> = {}, answers = true) {
  const asked: HttpQuestion[] = []
  let now = 0
  const browser = new PhoneBrowser(
    (question, { purpose, signal }) => {
      if (purpose !== 'browser') asked.push(question)
      const type = { 'content-type': 'text/html' }
      const answer = {
        status: 200,
        statusText: 'OK',
        headers: { ...type, ...headers },
        body: new Uint8Array(),
      }
      return answers || purpose === 'page'
        ? Promise.resolve(answer)
        : new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    },
    { userAgent: 'Phone/1', languages: [], now: () => now },
  )
  await browser.navigate('http://board/page')
  asked.length = 0
  const replies: FrameReply[] = []
  const titles: string[] = []
  const bridge = new PageBridge(browser, {
    reply: (reply) => replies.push(reply),
    onTitle: (title) => titles.push(title),
  })
  return { browser, bridge, asked, replies, titles, wait: (ms: number) => (now += ms) }
}

const get = (id: number, url: string, more = {}) => ({
  kind: 'fetch',
  id,
  method: 'GET',
  url,
  headers: [],
  redirect: 'follow',
  mode: 'cors',
  ...more,
})

describe('The bridge', () => {
  it('answers a fetch', async () => {
    const { bridge, replies, asked } = await shownPage()
    bridge.hear(
      get(1, '/status', {
        headers: [
          ['X-Own', '1'],
          ['Cookie', 'a=b'],
          ['Host', 'evil'],
        ],
      }),
    )
    await settled()
    expect(replies).toMatchObject([
      { id: 1, answer: { type: 'basic', status: 200, url: 'http://board/status' } },
    ])
    expect(asked[0]?.headers).toMatchObject({ 'x-own': '1', referer: 'http://board/page' })
    expect(asked[0]?.headers).not.toHaveProperty('cookie')
    expect(asked[0]?.headers).not.toHaveProperty('host')
  })

  it.each([
    [{}, undefined],
    [{ 'access-control-allow-origin': '*' }, 'cors'],
    [{ 'access-control-allow-origin': 'http://board' }, 'cors'],
    [{ 'access-control-allow-origin': 'http://other' }, undefined],
  ])('lets a page read another server as far as it allows: %o', async (headers, type) => {
    const { bridge, replies } = await shownPage(headers)
    bridge.hear(get(1, 'http://else/'))
    await settled()
    expect(replies[0]?.answer?.type).toBe(type)
  })

  it('asks another server first whether it may send what is unusual', async () => {
    const { bridge, asked, replies } = await shownPage({ 'access-control-allow-origin': '*' })
    bridge.hear(get(1, 'http://else/', { method: 'DELETE' }))
    await settled()
    expect(asked.map(({ method }) => method)).toEqual(['OPTIONS'])
    expect(replies).toEqual([{ id: 1, answer: undefined }])
  })

  it.each([
    null,
    5,
    'navigate',
    {},
    { kind: 'navigate' },
    { kind: 'navigate', url: 'x'.repeat(9000), replaces: false },
    { kind: 'navigate', url: 'javascript:alert(1)', replaces: false },
    { kind: 'navigate', url: 'file:///etc/passwd', replaces: false },
    { kind: 'title', title: 'x'.repeat(1000) },
    { kind: 'title', title: 't', more: 1 },
    {
      kind: 'submit',
      url: '/',
      method: 'post',
      enctype: 'text/plain',
      entries: [['a', 'x'.repeat(300_000)]],
    },
    { kind: 'submit', url: '/', method: 'put', enctype: 'text/plain', entries: [] },
    get(1.5, '/'),
    get(1, '/', { method: 'GET / HTTP/1.1\r\nX: y' }),
    get(1, '/', { headers: [['a', 'b\r\nc: d']] }),
    get(1, '/', { body: new Uint8Array(300_000) }),
    get(1, '/', { body: 'text' }),
  ])('does nothing about %o', async (data) => {
    const { bridge, asked, titles, browser } = await shownPage()
    bridge.hear(data)
    await settled()
    expect([asked, titles]).toEqual([[], []])
    expect(browser.page?.url).toBe('http://board/page')
  })

  it('hears 100 messages in a second and has 32 fetches under way', async () => {
    const { bridge, replies, titles, wait } = await shownPage({}, false)
    for (let id = 1; id <= 40; id++) bridge.hear(get(id, '/slow'))
    expect(replies.map(({ id }) => id)).toEqual([33, 34, 35, 36, 37, 38, 39, 40])
    for (let id = 41; id <= 100; id++) bridge.hear({ kind: 'title', title: String(id) })
    expect(titles).toHaveLength(60)
    bridge.hear(get(200, '/one-too-many'))
    expect(replies.at(-1)).toEqual({ id: 200 })
    wait(5000)
    bridge.hear({ kind: 'abort', id: 1 })
    await settled()
    expect(replies.at(-1)?.id).toBe(1)
  })

  it('hears nothing of a page that was replaced', async () => {
    const { bridge, browser, asked, replies, titles } = await shownPage()
    bridge.hear(get(1, '/status'))
    await browser.navigate('http://board/other')
    asked.length = 0
    bridge.hear({ kind: 'title', title: 'old' })
    bridge.hear({ kind: 'navigate', url: '/old', replaces: false })
    bridge.hear(get(2, '/old'))
    await settled()
    expect([asked, titles]).toEqual([[], []])
    expect(replies.filter(({ answer }) => answer)).toEqual([])
  })
})
