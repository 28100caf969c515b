/** Each system's own question, asked of the portal over real sockets, and the verdict it would reach. */
import { Resolver } from 'node:dns/promises'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerOf, detectorById, detectors } from '../../src/phone/detectors'
import type { Answer } from '../../src/phone/judges'
import { PortalProcess } from '../support/portal-process'

/** Where the board is; 4.3.2.1 for phones that mistrust private addresses. */
describe.each(['192.168.4.1', '4.3.2.1'])('a portal at %s', (address) => {
  let portal: PortalProcess
  const resolver = new Resolver({ timeout: 5000, tries: 1 })

  beforeAll(async () => {
    portal = await PortalProcess.start({ options: { ap_ip: address } })
    resolver.setServers([`127.0.0.1:${portal.dnsPort}`])
  }, 30_000)
  afterAll(() => portal.stop())

  function fetchOnce(url: URL, userAgent: string, form?: string): Promise<Answer> {
    const startMs = performance.now()
    return new Promise((resolve, reject) => {
      const place = { host: '127.0.0.1', port: portal.httpPort, path: url.pathname + url.search }
      const headers = { host: url.host, 'user-agent': userAgent }
      const posted = form === undefined ? {} : { origin: url.origin, 'content-length': form.length }
      const method = form === undefined ? 'GET' : 'POST'
      const options = { ...place, method, headers: { ...headers, ...posted }, agent: false }
      const sent = request(options, (response) => {
        let body = ''
        response.setEncoding('utf8').on('data', (text: string) => (body += text))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers as Record<string, string>,
            body,
            tookMs: performance.now() - startMs,
          }),
        )
      }).on('error', reject)
      sent.end(form)
    })
  }

  /** As the system does it: its name by the network's DNS, then the page at that address. */
  async function ask(url: string, userAgent = 'test'): Promise<Answer> {
    const { hostname } = new URL(url)
    if (hostname !== address) expect(await resolver.resolve4(hostname)).toEqual([address])
    return fetchOnce(new URL(url), userAgent)
  }

  it.each(detectors)('$system opens its sign-in sheet', async ({ url, userAgent, judge }) => {
    expect(judge(await ask(url, userAgent))).toBe('portal')
  })

  it.each(detectors)('$system gets to the form from there', async ({ url, userAgent, judge }) => {
    let answer = await ask(url, userAgent)
    if (answer.headers.location) {
      expect(answer.headers.location).toBe(`http://${address}/`)
      answer = await ask(answer.headers.location, userAgent)
    }
    expect(answer.status).toBe(200)
    expect(answer.body).toContain('<form method="post" action="/connect">')
    expect(judge(answer), 'asking again from the sheet').not.toBe('online')
  })

  it.each(detectors)('$system sends the form from its own sheet', async ({ url, userAgent }) => {
    let place = url
    let page = await ask(place, userAgent)
    if (page.headers.location) page = await ask((place = page.headers.location), userAgent)
    const [, token] = /name="token" value="(\d+)"/.exec(page.body)!
    const form = `token=${token}&ssid=Home&password=short`
    const sent = await fetchOnce(new URL('/connect', place), userAgent, form)
    expect([sent.status, sent.headers.location]).toEqual([303, `http://${address}/`])
    const after = await ask(sent.headers.location!, userAgent)
    expect(after.body).toContain('A password has 8 to 63 characters.')
  })

  it('a redirect has a body with a link, for clients that do not follow it', async () => {
    const { body, headers } = await ask('http://captive.apple.com/hotspot-detect.html')
    expect(body).toContain(`<a href="http://${address}/">`)
    expect(body).toContain(`content="0;url=http://${address}/"`)
    expect(headers).toMatchObject({ 'cache-control': 'no-store', connection: 'close' })
    expect(headers['content-length']).toBe(String(Buffer.byteLength(body)))
  })

  it('Windows, next: its browser is led to the page, and no proxy configuration is found', async () => {
    const { status, headers } = await ask('http://www.msftconnecttest.com/redirect')
    expect([status, headers.location]).toEqual([302, `http://${address}/`])
    expect((await ask('http://wpad.local/wpad.dat')).status).toBe(404)
    expect(await resolver.resolve4('dns.msftncsi.com')).not.toContain('131.107.255.255')
  })

  it('no IPv6 address anywhere', async () => {
    await expect(resolver.resolve6('ipv6.msftconnecttest.com')).rejects.toThrow('ENODATA')
  })
})

it.each(detectors)('the rule of $system knows the Internet when it sees it', ({ judge, real }) => {
  expect(judge(answerOf(real))).toBe('online')
})

it.each([
  ['an empty page is a failure', 'empty', { status: 200, headers: { 'content-length': '0' } }],
  ['four bytes are one, too', 'empty', { body: 'abcd', headers: { 'content-length': '4' } }],
  ['an error is one', 'error-status', { status: 404, body: 'x'.repeat(100) }],
  [
    'a redirect without an absolute address is one',
    'relative-redirect',
    { status: 302, headers: { location: '/' } },
  ],
  ['a portal that takes longer is one', 'too-late', { body: '<html>', tookMs: 3001 }],
] as const)('the rule of Android: %s', (_, why, answer) => {
  expect(detectorById.android.judge(answerOf(answer))).toBe(why)
})
