/**
 * The webhook endpoint for GitHub: what is refused, by nginx or by the listener, and with which answer.
 * The listener's log shows which requests reached it.
 */
import { once } from 'node:events'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliveryHeaders, pushPayload, signature } from './support/github'
import { missingPrograms } from './support/programs'
import { secret, SiteServer } from './support/site-server'
import { tinySettings, tinySite } from './support/tiny-site'

/** An address under which others see this machine. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address

describe('The signature of a delivery', () => {
  it('is the one of the example in GitHub’s documentation', () => {
    expect(signature('Hello, World!', "It's a Secret to Everybody")).toBe(
      'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    )
  })
})

describe.skipIf(missingPrograms())('the webhook endpoint', () => {
  let server: SiteServer
  let commit: string
  beforeAll(async () => {
    server = await SiteServer.start(tinySettings)
    commit = server.repository.push(tinySite('never published'))
  }, 60_000)
  afterAll(() => server?.stop())

  const push = () => pushPayload({ commit })
  const nothingStarted = () => expect(server.started).toBe(0)

  // What nginx refuses by itself comes first: the last test of this part proves that it did.

  it.each([
    '',
    'sha256=',
    'sha1=757107ea0eb2509fc211221cce984b8a37570b6d',
    `sha256=${'g'.repeat(64)}`,
  ])('refuses "%s" as a signature with 401', async (value) => {
    const answer = await server.deliver(push(), 'push', { 'X-Hub-Signature-256': value })
    expect(answer).toMatchObject({ status: 401, body: expect.stringContaining('Unsigned') })
  })

  it('refuses an older signature alone (SHA-1) with 401', async () => {
    const headers: Record<string, string> = deliveryHeaders('push', push(), secret)
    delete headers['X-Hub-Signature-256']
    headers['X-Hub-Signature'] = 'sha1=757107ea0eb2509fc211221cce984b8a37570b6d'
    const question = { method: 'POST', headers, body: push() }
    expect(await server.visitor.ask('/hooks/publish', question)).toMatchObject({ status: 401 })
  })

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('answers %s with 405', async (method) => {
    const headers = deliveryHeaders('push', '', secret)
    expect(await server.visitor.ask('/hooks/publish', { method, headers })).toMatchObject({
      status: 405,
    })
  })

  it.each(['issues', 'workflow_run', ''])('answers the event "%s" with 400', async (event) => {
    expect(await server.deliver(push(), event)).toMatchObject({ status: 400 })
  })

  it('answers a form instead of JSON with 415 and what to choose', async () => {
    const body = `payload=${encodeURIComponent(push())}`
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    const answer = await server.deliver(body, 'push', headers)
    expect(answer).toMatchObject({ status: 415, body: expect.stringContaining('application/json') })
  })

  it('answers a body of 10 MB with 413; the listener never sees it', async () => {
    const answer = await server.deliver(Buffer.alloc(10_000_000, ' '))
    expect(answer).toMatchObject({ status: 413 })
  })

  it('answers a body of 10 MB without a Content-Length with 413, too', async () => {
    const answer = await server.deliver(Buffer.alloc(10_000_000, ' '), 'push', {
      'Transfer-Encoding': 'chunked',
    })
    expect(answer).toMatchObject({ status: 413 })
  })

  it.each([
    '/hooks/',
    '/hooks/ping',
    '/hooks/other',
    '/hooks/publish/',
    '/hooks/publish/ping',
    '/hooks/publish/../ping',
    '/hooks/%2e%2e/hooks/ping',
    '/hooks/publish%2f..%2fping',
    '/hooks/publish%00',
    '/hooks/../',
    '/hooks',
    '/Hooks/publish',
  ])('knows nothing at %s', async (path) => {
    const headers = deliveryHeaders('push', push(), secret)
    const question = { method: 'POST', headers, body: push() }
    const { status } = await server.visitor.ask(path, question)
    expect([400, 404, 405, 413]).toContain(status)
  })

  it('passes a ping on, the first request that reaches the listener', async () => {
    const answer = await server.deliver('{"zen":"Keep it simple."}', 'ping')
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('secrets agree') })
    await server.heard('ping')
    expect(server.listenerLog.match(/incoming HTTP/g)).toHaveLength(1)
  })

  it.skipIf(!outside)('keeps the listener itself out of the network', async () => {
    const socket = connect(server.hookPort, outside)
    const outcome = await Promise.race([
      once(socket, 'connect').then(() => 'connected'),
      once(socket, 'close').then(() => 'refused'),
    ]).catch(() => 'refused')
    socket.destroy()
    expect(outcome).toBe('refused')
  })

  it('refuses a wrong signature with 403', async () => {
    const headers = { 'X-Hub-Signature-256': signature(push(), 'another secret') }
    const answer = await server.deliver(push(), 'push', headers)
    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining('Wrong signature') })
    nothingStarted()
  })

  it('refuses a body that was changed after signing with 403', async () => {
    const headers = { 'X-Hub-Signature-256': signature(push(), secret) }
    expect(await server.deliver(`${push()} `, 'push', headers)).toMatchObject({ status: 403 })
    nothingStarted()
  })

  it('says 200 and does nothing for another branch', async () => {
    const answer = await server.deliverPush({ commit, branch: 'main2' })
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('nothing to do') })
    nothingStarted()
  })

  it('says 200 and does nothing when the branch is deleted', async () => {
    expect(await server.deliverPush({ commit: '0'.repeat(40) })).toMatchObject({ status: 200 })
    nothingStarted()
  })

  it('says 200 and does nothing for signed JSON that is no push', async () => {
    expect(await server.deliver('{"zen":"Keep it simple."}')).toMatchObject({ status: 200 })
    nothingStarted()
  })

  it('limits the rate of requests with 429', async () => {
    const answers = Array.from({ length: 30 }, () => server.deliver('{}', 'ping'))
    const statuses = (await Promise.all(answers)).map(({ status }) => status)
    expect(statuses).toContain(429)
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
    nothingStarted()
  })
})
