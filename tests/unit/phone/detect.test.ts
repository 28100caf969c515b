/** The verdict of each phone on networks of all kinds, in fake time. */
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/phone/clock'
import { detect, type NoInternetReason } from '../../../src/phone/detect'
import { internetAddress, internetAnswer, phoneSystems } from '../../../src/phone/systems'
import type { SystemId } from '../../../src/phone/systems'
import { TimelineRecorder } from '../../../src/phone/timeline-recorder'
import { outcomeOf, useFakeTime } from '../../support/fake-time'
import {
  answering,
  everyName,
  ScriptedPhoneLink,
  type Behaviour,
  type Serve,
} from '../../support/scripted-phone-link'

useFakeTime(() => {})

const ids = phoneSystems.map(({ id }) => id)
const systemOf = (id: SystemId) => phoneSystems.find((one) => one.id === id)!

/** Port 80 alone is open, as on the board. */
const served =
  (serve: Serve): Behaviour['connect'] =>
  (port) =>
    port === 80 ? serve : 'refused'

async function meet(id: SystemId, behaviour: Partial<Behaviour>) {
  const link = new ScriptedPhoneLink(systemClock, behaviour)
  const timeline = new TimelineRecorder()
  const { value, error, elapsedMs } = await outcomeOf(detect(link, systemOf(id), { timeline }))
  if (error !== undefined) throw error
  return { verdict: value!, elapsedMs, link, entries: timeline.entries }
}

const http = (status: string, body: string, headers = '') =>
  `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n${headers}\r\n${body}`
const redirectTo = (location: string) =>
  http('302 Found', '<a href="http://192.168.4.1/">', `Location: ${location}\r\n`)
const form = http('200 OK', '<form action="http://192.168.4.1/">')

/** As the portal answers: Kindles get a page, all others are led to it. */
const portal: Serve = (connection, request) =>
  answering(request.includes('wifistub') ? form : redirectTo('http://192.168.4.1/'))(
    connection,
    request,
  )

const internet: Serve = (connection, request) => {
  const [, path = ''] = request.split(' ')
  const [, host = ''] = /^Host: (.*)\r$/m.exec(request) ?? []
  const answer = internetAnswer(host, path)
  const { status, headers, body } = answer ?? { status: 404, headers: {}, body: new Uint8Array() }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  connection.send(`HTTP/1.1 ${status} Some Text\r\n${lines.join('')}\r\n`)
  connection.send(body)
  connection.end()
}

describe('a portal', () => {
  it.each<[SystemId, string, string]>([
    ['android', 'sign-in sheet', 'http://192.168.4.1/'],
    ['iphone', 'sign-in sheet', 'http://captive.apple.com/hotspot-detect.html'],
    ['windows', 'browser', 'http://www.msftconnecttest.com/redirect'],
    ['firefox', 'browser', 'http://detectportal.firefox.com/canonical.html'],
    ['kindle', 'own page', 'http://spectrum.s3.amazonaws.com/kindle-wifi/wifistub.html'],
  ])('%s opens its %s at %s', async (id, show, signInUrl) => {
    const { verdict, entries } = await meet(id, { connect: served(portal) })
    expect(verdict).toMatchObject({ kind: 'captive', show, signInUrl })
    expect(entries.at(-1)).toMatchObject({ kind: 'verdict', captive: true, signInUrl, verdict })
  })

  it('Android: a page in the place of a redirect is signed in on where it is', async () => {
    const { verdict } = await meet('android', { connect: served(answering(form)) })
    const signInUrl = 'http://connectivitycheck.gstatic.com/generate_204'
    expect(verdict).toMatchObject({ kind: 'captive', signInUrl })
  })

  it('Android: HTTPS is tried at the same time, and refused', async () => {
    const { entries } = await meet('android', { connect: served(portal) })
    expect(entries).toContainEqual(
      expect.objectContaining({
        kind: 'http',
        question: expect.objectContaining({ url: 'https://www.google.com/generate_204' }),
        problem: 'refused',
      }),
    )
  })

  it('Android: an HTTPS that neither answers nor refuses delays nothing', async () => {
    const connect: Behaviour['connect'] = (port) => (port === 80 ? portal : 'timed-out')
    const { verdict, elapsedMs } = await meet('android', { connect })
    expect(verdict.kind).toBe('captive')
    expect(elapsedMs).toBeLessThanOrEqual(400)
  })

  it('Android: the second server counts where the first fails', async () => {
    const connect = served((connection, request) =>
      answering(request.includes('play.googleapis.com') ? form : http('500 Error', 'x'))(
        connection,
        request,
      ),
    )
    const signInUrl = 'http://play.googleapis.com/generate_204'
    expect((await meet('android', { connect })).verdict).toMatchObject({ signInUrl })
  })

  it('iPhone: asks twice, the second time as its browser; “Success” then opens nothing', async () => {
    const { link } = await meet('iphone', { connect: served(portal) })
    const agents = link.requests.map((request) => /^User-Agent: (\w+)/m.exec(request)?.[1])
    expect(agents).toEqual(['CaptiveNetworkSupport', 'Mozilla'])
    const fooled = served((connection, request) =>
      answering(request.includes('wispr') ? form : http('200 OK', 'Success'))(connection, request),
    )
    expect((await meet('iphone', { connect: fooled })).verdict).toEqual({ kind: 'online' })
  })

  it('Windows: asks for a name with a known address, and for a proxy', async () => {
    const { entries } = await meet('windows', { connect: served(portal) })
    const names = entries.flatMap((entry) => (entry.kind === 'dns' ? [entry.name] : []))
    expect(names).toEqual(['www.msftconnecttest.com', 'dns.msftncsi.com', 'wpad'])
    const urls = entries.flatMap((entry) => (entry.kind === 'http' ? [entry.question.url] : []))
    expect(urls).toContain('http://wpad/wpad.dat')
    expect(internetAddress('DNS.msftncsi.com')).toBe('131.107.255.255')
  })

  it('Firefox: asks two questions of one server, and DNS once', async () => {
    const { link } = await meet('firefox', { connect: served(portal) })
    expect(link.requests).toHaveLength(2)
    expect(link.asked).toHaveLength(1)
  })
})

describe('the Internet', () => {
  it.each(ids)('%s knows it', async (id) => {
    const dns = everyName('93.184.216.34')
    const { verdict, entries } = await meet(id, { dns, connect: served(internet) })
    expect(verdict).toEqual({ kind: 'online' })
    expect(entries.at(-1)).toMatchObject({ kind: 'verdict', captive: false, signInUrl: undefined })
  })

  it('has nothing to say to what no phone asks', () => {
    expect(internetAnswer('example.com', '/')).toBeUndefined()
    expect(internetAnswer('Captive.Apple.com', '/hotspot-detect.html')?.status).toBe(200)
    expect(internetAnswer('www.msftconnecttest.com', '/redirect')?.status).toBe(302)
    expect(internetAnswer('captive.apple.com', '/')?.status).toBe(404)
    expect(internetAnswer('detectportal.firefox.com', '/success.txt?ipv6')?.status).toBe(200)
    for (const host of ['www.google.com', 'dns.msftncsi.com']) {
      expect(internetAnswer(host, '/'), host).toBeDefined()
    }
  })
})

const refusing: Behaviour['dns'] = (query) => {
  const reply = query.slice()
  reply.set([0x81, 0x85], 2)
  return reply
}

describe('a network without use', () => {
  const rows: [string, SystemId, Partial<Behaviour>, NoInternetReason][] = [
    ['an empty 200', 'android', { connect: served(answering(http('200 OK', ''))) }, 'empty'],
    ['four bytes', 'android', { connect: served(answering(http('200 OK', 'abcd'))) }, 'empty'],
    [
      'a relative Location',
      'android',
      { connect: served(answering(redirectTo('/'))) },
      'relative-redirect',
    ],
    [
      'a Location without a scheme',
      'windows',
      { connect: served(answering(redirectTo('//192.168.4.1/'))) },
      'relative-redirect',
    ],
    ['a page', 'windows', { connect: served(answering(form)) }, 'not-a-redirect'],
    ['an empty page', 'iphone', { connect: served(answering(http('200 OK', ''))) }, 'empty'],
    ['an error', 'firefox', { connect: served(answering(http('500 Oh', 'x'))) }, 'error-status'],
    ['a redirect', 'kindle', { connect: served(answering(redirectTo('http://a/'))) }, 'no-form'],
  ]
  it.each(rows)('%s: %s says so', async (_, id, behaviour, reason) => {
    const { verdict, entries } = await meet(id, behaviour)
    expect(verdict).toEqual({ kind: 'no-internet', reason })
    expect(entries.at(-1)).toMatchObject({ kind: 'verdict', captive: false, verdict })
  })

  const endless =
    (head: string, more: string): Serve =>
    (connection) => {
      connection.send(head)
      for (let sent = 0; sent < 200_000; sent += more.length) connection.send(more)
    }
  const silent: [string, Partial<Behaviour>, NoInternetReason][] = [
    ['a DNS server that is silent', { dns: () => undefined }, 'dns-silent'],
    ['one that refuses', { dns: refusing }, 'dns-refused'],
    ['one that answers with noise', { dns: () => new Uint8Array(40) }, 'dns-malformed'],
    ['nobody on port 80', { connect: () => 'refused' }, 'refused'],
    ['no way there', { connect: () => 'unreachable' }, 'unreachable'],
    ['no answer to SYN', { connect: () => 'timed-out' }, 'timed-out'],
    ['no answer to the request', { connect: () => () => {} }, 'timed-out'],
    ['a reset', { connect: served((connection) => connection.reset()) }, 'reset'],
    [
      'headers without end',
      { connect: served(endless('HTTP/1.1 200 OK\r\n', 'X: y\r\n'.repeat(90))) },
      'too-large',
    ],
    [
      'a body without end',
      { connect: served(endless('HTTP/1.1 200 OK\r\n\r\n', 'x'.repeat(1000))) },
      'too-large',
    ],
    [
      'half an answer',
      { connect: served(answering('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx')) },
      'truncated',
    ],
    ['no HTTP', { connect: served(answering('SSH-2.0-OpenSSH_9.6\r\n')) }, 'malformed'],
  ]
  it.each(silent.flatMap(([what, how, why]) => ids.map((id) => [what, id, how, why] as const)))(
    '%s: %s ends, and says so',
    async (_, id, behaviour, reason) => {
      const { verdict, elapsedMs } = await meet(id, behaviour)
      // What cannot be reached at all may show as a deadline that was met a moment earlier.
      const said = verdict.kind === 'no-internet' ? verdict.reason : verdict.kind
      expect(reason === 'dns-silent' ? ['dns-silent', 'timed-out'] : [reason]).toContain(said)
      expect(elapsedMs).toBeLessThanOrEqual(systemOf(id).timeoutMs + 500)
    },
  )
})

describe('somebody who has had enough', () => {
  it('is told at once, by the reason', async () => {
    const link = new ScriptedPhoneLink(systemClock, { dns: () => undefined })
    const life = new AbortController()
    const detecting = detect(link, systemOf('windows'), { signal: life.signal })
    life.abort(new Error('left'))
    const { error, elapsedMs } = await outcomeOf(detecting)
    expect(error).toEqual(new Error('left'))
    expect(elapsedMs).toBeLessThanOrEqual(10)
  })

  it('a phone that is in no network', async () => {
    const link = new ScriptedPhoneLink(systemClock, {})
    link.leave()
    const { value } = await outcomeOf(detect(link, systemOf('iphone')))
    expect(value).toEqual({ kind: 'no-internet', reason: 'no-network' })
  })
})
