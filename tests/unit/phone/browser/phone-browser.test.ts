/** Going from page to page: redirects, forms, limits, what is shown instead of a page. */
import { describe, expect, it } from 'vitest'
import { ExchangeError } from '../../../../src/phone/exchange-error'
import type { HttpAnswer, HttpQuestion } from '../../../../src/phone/http-exchange'
import { PhoneBrowser } from '../../../../src/phone/browser/phone-browser'

type Reply = Partial<Omit<HttpAnswer, 'body'>> & { body?: string }

const answer = ({ body = '', headers, ...rest }: Reply = {}): HttpAnswer => ({
  status: 200,
  statusText: 'OK',
  ...rest,
  headers: { 'content-type': 'text/html', ...headers },
  body: new TextEncoder().encode(body),
})

function phoneWith(reply: (question: HttpQuestion) => Reply | Promise<Reply>) {
  const asked: (HttpQuestion & { purpose: string })[] = []
  let now = 0
  const browser = new PhoneBrowser(
    async (question, { purpose }) => {
      if (purpose !== 'browser') asked.push({ ...question, purpose })
      return answer(await reply(question))
    },
    { userAgent: 'Phone/1', languages: ['de-CH', 'en'], now: () => now },
  )
  const lines = () => asked.map(({ method, url, purpose }) => `${purpose} ${method} ${url}`)
  return { browser, asked, lines, wait: (ms: number) => (now += ms) }
}

const to = (location: string, status = 302) => ({ status, headers: { location } })

describe('The phone’s browser', () => {
  it('follows redirects, relative ones too, and says where it is', async () => {
    const { browser, lines } = phoneWith(({ url }) =>
      url.includes('probe')
        ? to('http://192.168.4.1/a')
        : url.endsWith('/a')
          ? to('b?c')
          : { body: '<p>' },
    )
    await browser.navigate('http://probe.example/generate_204')
    expect(lines()).toEqual([
      'page GET http://probe.example/generate_204',
      'redirect GET http://192.168.4.1/a',
      'redirect GET http://192.168.4.1/b?c',
    ])
    expect(browser.page).toMatchObject({ url: 'http://192.168.4.1/b?c', shown: { kind: 'html' } })
  })

  it.each([
    [301, 'GET', undefined],
    [302, 'GET', undefined],
    [303, 'GET', undefined],
    [307, 'POST', 'a=1'],
    [308, 'POST', 'a=1'],
  ])('after a POST, %i leads on with %s', async (status, method, body) => {
    const { browser, asked } = phoneWith(({ url }) =>
      url.endsWith('/end') ? {} : to('/end', status),
    )
    const bytes = new TextEncoder().encode('a=1')
    await browser.navigate({
      method: 'POST',
      url: 'http://x/',
      body: { type: 'text/plain', bytes },
    })
    const last = asked.at(-1)
    expect(last?.method).toBe(method)
    expect(last?.body && new TextDecoder().decode(last.body)).toBe(body)
    expect(last?.headers['content-type']).toBe(body && 'text/plain')
  })

  it('stops after 20 redirects, and at what is not http', async () => {
    const { browser, asked } = phoneWith(({ url }) => to(`${url}x`))
    await browser.navigate('http://x/')
    expect(asked).toHaveLength(21)
    expect(browser.page?.shown).toEqual({ kind: 'problem', problem: 'too-many-redirects' })
    const secure = phoneWith(() => to('https://x/'))
    await secure.browser.navigate('http://x/')
    expect(secure.browser.page?.shown).toEqual({ kind: 'problem', problem: 'not-http' })
    expect(secure.asked).toHaveLength(1)
  })

  it('sends what browsers send, and no cookie that it was given', async () => {
    const { browser, asked } = phoneWith(() => ({ headers: { 'set-cookie': 'a=b' } }))
    await browser.navigate('192.168.4.1')
    await browser.follow({ method: 'GET', url: 'http://192.168.4.1/next' }, 'page')
    expect(asked[1]?.headers).toMatchObject({
      'user-agent': 'Phone/1',
      'accept-language': 'de-CH,en;q=0.9',
      referer: 'http://192.168.4.1/',
    })
    expect(asked[1]?.headers).not.toHaveProperty('cookie')
  })

  it('gives up a load when another begins, and shows only the last', async () => {
    let release = () => {}
    const { browser } = phoneWith(async ({ url }) => {
      if (url.endsWith('/slow')) await new Promise<void>((resolve) => (release = resolve))
      return { body: url }
    })
    const slow = browser.navigate('http://x/slow')
    await browser.navigate('http://x/fast')
    release()
    await slow
    expect(browser.page?.url).toBe('http://x/fast')
    expect(browser.loading).toBeUndefined()
  })

  it('stops a page that leads on by itself, until a person wants it again', async () => {
    const { browser, asked, wait } = phoneWith(() => ({}))
    await browser.navigate('http://x/')
    const again = { method: 'GET' as const, url: 'http://x/' }
    for (let i = 0; i < 10; i++) await browser.follow(again, 'page')
    expect(browser.page?.shown.kind).toBe('html')
    await browser.follow(again, 'page')
    expect(browser.page?.shown).toEqual({ kind: 'problem', problem: 'keeps-reloading' })
    expect(asked).toHaveLength(11)
    await browser.reload()
    expect(browser.page?.shown.kind).toBe('html')
    wait(10_000)
    await browser.follow(again, 'page')
    expect(browser.page?.shown.kind).toBe('html')
  })

  it('says why there is no page', async () => {
    const { browser } = phoneWith(() => Promise.reject(new ExchangeError('refused')))
    await browser.navigate('http://x/')
    expect(browser.page?.shown).toEqual({ kind: 'problem', problem: 'refused' })
  })

  it('keeps the page at 204, shows text and pictures, and saves nothing', async () => {
    const types: Record<string, Reply> = {
      '/empty': { status: 204 },
      '/text': { headers: { 'content-type': 'text/plain' }, body: '<b>' },
      '/picture': { headers: { 'content-type': 'image/png' } },
      '/file': { headers: { 'content-type': 'application/zip' } },
      '/bare': { headers: { 'content-type': '' }, body: '<h1>' },
    }
    const { browser } = phoneWith(({ url }) => types[new URL(url).pathname] ?? {})
    const shown = async (path: string) => {
      await browser.navigate(`http://x${path}`)
      return browser.page?.shown
    }
    expect(await shown('/text')).toEqual({ kind: 'text', text: '<b>' })
    expect(await shown('/empty')).toEqual({ kind: 'text', text: '<b>' })
    expect(await shown('/picture')).toMatchObject({ kind: 'image', type: 'image/png' })
    expect(await shown('/bare')).toEqual({ kind: 'html', html: '<h1>' })
    expect(await shown('/file')).toEqual({ kind: 'problem', problem: 'download' })
  })

  it('goes back', async () => {
    const { browser } = phoneWith(() => ({}))
    await browser.navigate('http://x/1')
    await browser.navigate('http://x/2')
    expect(browser.canGoBack).toBe(true)
    await browser.back()
    expect(browser.page?.url).toBe('http://x/1')
    expect(browser.canGoBack).toBe(false)
  })

  it('opens six connections and no more', async () => {
    const waiting: (() => void)[] = []
    const { browser } = phoneWith(() => new Promise((resolve) => waiting.push(() => resolve({}))))
    const { signal } = new AbortController()
    const all = Array.from({ length: 9 }, (_, i) =>
      browser.ask({ method: 'GET', url: `http://x/${i}`, headers: {} }, 'script', signal),
    )
    await Promise.resolve()
    expect(waiting).toHaveLength(6)
    for (let i = 0; i < 9; i++) {
      waiting[i]?.()
      await all[i]
      await Promise.resolve()
    }
    expect(waiting).toHaveLength(9)
  })
})
