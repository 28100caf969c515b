/**
 * The plugin as Insomnia loads it: built, required as a folder with a package.json, and given the
 * documented context. Expected signatures are those of Binance's documentation, or node:crypto's.
 */
import { createHmac } from 'node:crypto'
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { buildPlugin } from '../../../insomnia-plugin-signed-request/build'
import type { HookContext } from '../../../insomnia-plugin-signed-request/src/insomnia'
import { fakeRequest, type Draft } from './fake-request'

// "SIGNED endpoint examples for POST /api/v3/order", Binance's REST API documentation
const secret = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j'
const order =
  'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559'
const orderSignature = 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71'
const mixedSignature = '0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77'
const url = 'https://api.binance.com/api/v3/order'
const environment = { signed_request: { prefix: 'https://api.binance.com/', secret } }
const form = 'application/x-www-form-urlencoded'

const table = (text: string) =>
  [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }))

interface Plugin {
  requestHooks: ((context: HookContext) => Promise<void>)[]
}
let folder: string
let plugin: Plugin

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'insomnia-plugin-signed-request-'))
  await buildPlugin(join(folder, 'dist'))
  await copyFile('insomnia-plugin-signed-request/package.json', join(folder, 'package.json'))
  plugin = createRequire(import.meta.url)(folder) as Plugin
}, 120_000)
afterAll(() => rm(folder, { recursive: true }))
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

async function send(draft: Draft) {
  const { context, sent } = fakeRequest({ environment, ...draft })
  for (const hook of plugin.requestHooks) await hook(context)
  return sent()
}

/** What any server would do: take the signature off, and sign the rest. */
function verified(signedUrl: string) {
  const [text, signature] = signedUrl.slice(signedUrl.indexOf('?') + 1).split('&signature=')
  return createHmac('sha256', secret).update(text!).digest('hex') === signature
}

test('Insomnia takes it for a plugin', async () => {
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  expect(manifest).toMatchObject({
    name: expect.stringMatching(/^insomnia-plugin-/),
    insomnia: { name: 'signed-request' },
  })
  expect(plugin.requestHooks).toHaveLength(1)
})

test('the same source gives the same file', async () => {
  const built = await readFile(join(folder, 'dist/index.cjs'), 'utf8')
  await buildPlugin(join(folder, 'again'))
  expect(await readFile(join(folder, 'again/index.cjs'), 'utf8')).toBe(built)
})

describe('Binance’s examples get their published signatures', () => {
  const signed = `${url}?${order}&signature=${orderSignature}`

  test('all parameters in the table', async () => {
    expect((await send({ url, parameters: table(order) })).url).toBe(signed)
  })

  test('all parameters in the URL', async () => {
    expect((await send({ url: `${url}?${order}` })).url).toBe(signed)
  })

  test('some here, some there', async () => {
    const [inUrl = '', inTable = ''] = order.split('&timeInForce')
    expect(
      (await send({ url: `${url}?${inUrl}`, parameters: table(`timeInForce${inTable}`) })).url,
    ).toBe(signed)
  })

  test('all in a form', async () => {
    const sent = await send({ url, body: { mimeType: form, params: table(order) } })
    expect(sent).toEqual({ url, body: `${order}&signature=${orderSignature}` })
  })

  test('a query and a form', async () => {
    const query = 'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC'
    const rest = 'quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559'
    const sent = await send({
      url: `${url}?${query}`,
      body: { mimeType: form, params: table(rest) },
    })
    expect(sent).toEqual({
      url: `${url}?${query}`,
      body: `${rest}&signature=${mixedSignature}`,
    })
  })
})

describe('what is sent is what was signed', () => {
  const awkward = [
    { name: 'list', value: 'a,b' },
    { name: 'note', value: "Öl & (Salz)! 100% 'gut' *" },
    { name: 'empty', value: '' },
    { name: 'encoded', value: 'a%20b%2Cc' },
    { name: 'timestamp', value: '1' },
  ]

  test('in the query', async () => {
    const sent = await send({ url, parameters: awkward })
    expect(verified(sent.url)).toBe(true)
    const values = new URL(sent.url).searchParams
    expect([...values.keys()]).toEqual([...awkward.map(({ name }) => name), 'signature'])
    expect(values.get('note')).toBe(awkward[1]!.value)
    expect(values.get('encoded')).toBe('a b,c')
  })

  test('in a form', async () => {
    const sent = await send({ url, body: { mimeType: form, params: awkward } })
    expect(verified(`?${sent.body}`)).toBe(true)
    expect(new URLSearchParams(sent.body).get('note')).toBe(awkward[1]!.value)
  })

  test('path and fragment stay what they are', async () => {
    const sent = await send({ url: 'https://api.binance.com/ä b?timestamp=1#end' })
    expect(sent.url).toMatch(
      /^https:\/\/api\.binance\.com\/%C3%A4%20b\?timestamp=1&signature=\w{64}#end$/,
    )
  })

  test('a JSON body is sent as it is, and not signed', async () => {
    const body = { mimeType: 'application/json', text: '{"timestamp":1}' }
    const sent = await send({ url: `${url}?timestamp=1`, body })
    expect(verified(sent.url)).toBe(true)
    expect(sent.body).toBe(body.text)
  })
})

describe('requests that are none of its business stay untouched', () => {
  const untouched: [string, Draft][] = [
    ['without a timestamp', { url, parameters: table('symbol=LTCBTC') }],
    ['signed already', { url, parameters: table('timestamp=1&signature=x') }],
    ['signed already in the URL', { url: `${url}?timestamp=1&signature=x` }],
    ['to another host', { url: 'https://example.org/?timestamp=1' }],
    ['to another protocol', { url: 'http://api.binance.com/?timestamp=1' }],
    ['without settings', { url: `${url}?timestamp=1`, environment: {} }],
    [
      'to a host that only begins like it',
      {
        url: 'https://api.binance.com.example.org/?timestamp=1',
        environment: { signed_request: { prefix: 'https://api.binance.com', secret } },
      },
    ],
    [
      'to a host behind a name like it',
      {
        url: 'https://api.binance.com@example.org/?timestamp=1',
        environment: { signed_request: { prefix: 'https://api.binance.com', secret } },
      },
    ],
  ]
  test.each(untouched)('%s', async (_what, draft) => {
    const before = fakeRequest(draft).sent()
    expect(await send(draft)).toEqual(before)
  })
})

test('of several entries the first that fits is taken', async () => {
  const signed_request = [
    { prefix: 'https://example.org', secret: 'other' },
    { prefix: 'https://api.binance.com/api', secret },
    { prefix: 'https://api.binance.com/', secret: 'later' },
  ]
  const sent = await send({ url: `${url}?timestamp=1`, environment: { signed_request } })
  expect(verified(sent.url)).toBe(true)
})

test('settings that are wrong stop the request, and are not quoted', async () => {
  for (const wrong of ['text', { prefix: 'https://api.binance.com/', key: secret }, [secret]]) {
    const sending = send({ url: `${url}?timestamp=1`, environment: { signed_request: wrong } })
    await expect(sending).rejects.toThrow('"signed_request" has to be')
    await expect(sending).rejects.not.toThrow(secret)
  }
})

test('without HMAC a request is stopped, never sent unsigned', async () => {
  vi.stubGlobal('crypto', { subtle: { digest: () => undefined } }) // as in Insomnia's sandbox
  await expect(send({ url: `${url}?timestamp=1` })).rejects.toThrow('Full host access')
})

test('the secret is neither logged nor sent', async () => {
  const said = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) =>
    vi.spyOn(console, level).mockReturnValue(),
  )
  const sent = await send({ url, parameters: table(order) })
  expect(JSON.stringify(sent)).not.toContain(secret)
  for (const spy of said) expect(spy).not.toHaveBeenCalled()
})
