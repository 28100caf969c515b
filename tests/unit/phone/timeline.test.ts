/** The timeline: what is kept, and the sentence for each kind of entry. */
import { describe, expect, it } from 'vitest'
import { detectorById } from '../../../src/phone/detectors'
import type { HttpAnswer } from '../../../src/phone/http-exchange'
import type { TimelineEvent } from '../../../src/phone/timeline'
import { TimelineRecorder } from '../../../src/phone/timeline-recorder'
import { timelineWords } from '../../../src/phone/timeline-words'
import { encodeQuery } from '../../../src/phone/dns-message'
import { VirtualClock } from '../../../src/virtual-board/clock'

const nothing = new Uint8Array()
const bytes = (text: string) => new TextEncoder().encode(text)

function answer(status: number, body = '', headers: HttpAnswer['headers'] = {}): HttpAnswer {
  return { status, statusText: '', headers, body: bytes(body) }
}

function http(
  purpose: Extract<TimelineEvent, { kind: 'http' }>['purpose'],
  url: string,
  came: HttpAnswer | string | undefined,
  userAgent = 'X',
): TimelineEvent {
  return {
    kind: 'http',
    purpose,
    question: { method: 'GET', url, headers: { 'user-agent': userAgent } },
    sent: nothing,
    received: nothing,
    answer: typeof came === 'object' ? came : undefined,
    problem: typeof came === 'string' ? came : undefined,
  }
}

function dns(code: number | undefined, address?: string, server = '192.168.4.1'): TimelineEvent {
  const query = encodeQuery('a.com', 7)
  const reply = query.slice()
  reply.set([0x81, 0x80 | (code ?? 0)], 2)
  const said = code === undefined ? undefined : reply
  return { kind: 'dns', name: 'a.com', purpose: 'page', query, answer: said, address, server }
}

const { android, appleAgain } = detectorById
const probe = (came: HttpAnswer | string) => http('detection', android.url, came, android.userAgent)

describe('in words', () => {
  it.each<[TimelineEvent, string]>([
    [
      { kind: 'joined', network: 'Setup', address: '192.168.4.2' },
      'Android joins “Setup” and is given the address 192.168.4.2.',
    ],
    [{ kind: 'left', network: 'Setup', why: 'by-hand' }, 'Android leaves “Setup”.'],
    [{ kind: 'left', network: 'Setup', why: 'dropped' }, '“Setup” has dropped Android.'],
    [
      { kind: 'left', network: 'Setup', why: 'gone' },
      '“Setup” is no longer on the air, so Android has lost it.',
    ],
    [
      dns(0, '192.168.4.1'),
      'Android asks the board’s DNS where a.com is; the board answers with its own address 192.168.4.1, as it does for every name.',
    ],
    [dns(0, '1.2.3.4'), 'Android asks the network’s DNS where a.com is; the answer is 1.2.3.4.'],
    [dns(undefined), 'Android asks the network’s DNS where a.com is; no answer comes.'],
    [dns(5), 'Android asks the network’s DNS where a.com is; the server refuses to answer.'],
    [
      dns(3),
      'Android asks the network’s DNS where a.com is; the answer is that there is no such name.',
    ],
    [dns(0), 'Android asks the network’s DNS where a.com is; the answer has no address.'],
    [
      probe(answer(302, '', { location: 'http://192.168.4.1/' })),
      'To find out whether the internet is there, Android asks connectivitycheck.gstatic.com for /generate_204. The answer is 302: look at http://192.168.4.1/. That is not what the internet would say, so somebody wants a sign-in.',
    ],
    [probe(answer(204)), 'That is exactly what the internet would say.'],
    [
      probe(answer(200, 'abc', { 'content-length': '3' })),
      'The answer is 200, with 3 bytes. The answer is too short to be a page. That counts as no internet.',
    ],
    [probe('reset'), 'The connection breaks before the answer is complete.'],
    [probe('dns-refused'), 'Without an address it cannot ask.'],
    [probe('cancelled'), 'Android has given up asking.'],
    [probe('<b>of tomorrow</b>'), 'No answer comes.'],
    [
      http('detection', appleAgain.url, answer(302), appleAgain.userAgent),
      'Android asks captive.apple.com for /hotspot-detect.html again, now as its browser does.',
    ],
    [
      http('detection', 'https://www.google.com/generate_204', 'refused'),
      'Android also tries to reach www.google.com over HTTPS, which no sign-in page can imitate. Nobody listens there: the connection is refused.',
    ],
    [http('detection', 'https://www.google.com/generate_204', undefined), 'The connection opens.'],
    [
      http('page', 'http://192.168.4.1/', answer(200, 'x'.repeat(5000))),
      'Android opens the page http://192.168.4.1/. The answer is 200, with 5 KB.',
    ],
    [http('redirect', 'http://a/', answer(200)), 'Android follows the redirect to http://a/.'],
    [
      http('form', 'http://a/connect', answer(303)),
      'What was typed in is sent to http://a/connect.',
    ],
    [
      http('script', 'http://a/status', answer(200)),
      'The page’s own script asks for http://a/status.',
    ],
    [
      http('browser', 'http://a/favicon.ico', answer(404)),
      'A browser asks for http://a/favicon.ico',
    ],
    [http('browser', 'http://wpad/wpad.dat', answer(404)), 'Android looks whether this network'],
    [
      { kind: 'verdict', captive: false, signInUrl: undefined, verdict: { kind: 'online' } },
      'Android has found the internet, so no sign-in page opens.',
    ],
    [
      {
        kind: 'verdict',
        captive: false,
        signInUrl: undefined,
        verdict: { kind: 'no-internet', reason: 'empty' },
      },
      'Android says “no internet” and opens nothing. The answer is too short to be a page.',
    ],
    [
      { kind: 'verdict', captive: true, signInUrl: 'http://a/' },
      'A sign-in is wanted here, so Android opens its sign-in sheet at http://a/.',
    ],
    [{ kind: 'verdict', captive: false, signInUrl: undefined }, 'Android opens no sign-in page.'],
    [{ kind: 'board', line: 'A phone is here' }, 'The board prints: A phone is here'],
  ])('%#', (event, words) => expect(timelineWords(event, 'Android')).toContain(words))
})

describe('the recorder', () => {
  const clock = () => new VirtualClock()
  const line = (text: string): TimelineEvent => ({ kind: 'board', line: text })

  it('knows when each began and how long it took', () => {
    const time = clock()
    time.advance(1000)
    const recorder = new TimelineRecorder(time)
    time.advance(5)
    const startedMs = recorder.now()
    time.advance(20)
    recorder.add(line('a'), startedMs)
    recorder.add(line('b'))
    expect(recorder.entries).toEqual([
      { kind: 'board', line: 'a', id: 1, atMs: 5, tookMs: 20 },
      { kind: 'board', line: 'b', id: 2, atMs: 25, tookMs: 0 },
    ])
  })

  it('drops the oldest, by number and by bytes', () => {
    const few = new TimelineRecorder(clock(), { maxEntries: 2 })
    for (const text of ['a', 'b', 'c']) few.add(line(text))
    expect(few.entries.map(({ id }) => id)).toEqual([2, 3])
    expect(few.dropped).toBe(1)
    const small = new TimelineRecorder(clock(), { maxBytes: 200 })
    for (const text of ['a', 'b', 'c']) small.add(line(text.repeat(60)))
    expect(small.entries.map(({ id }) => id)).toEqual([3])
  })

  it('keeps the beginning of what is too long, and says how much is missing', () => {
    const recorder = new TimelineRecorder(clock(), { maxRunBytes: 10, maxText: 20 })
    const received = new Uint8Array(50).fill(7)
    recorder.add({
      ...(http('page', `http://a/${'x'.repeat(50)}`, 'reset') as object),
      received,
    } as TimelineEvent)
    const [entry] = recorder.entries
    if (entry?.kind !== 'http') throw new Error('no exchange')
    expect([entry.received.length, entry.cutBytes]).toEqual([10, 40])
    expect(entry.question.url).toBe(`http://a/${'x'.repeat(11)}…`)
  })

  it('keeps its own copy, tells of each change, and forgets', () => {
    const recorder = new TimelineRecorder(clock())
    let changes = 0
    const stop = recorder.onChange(() => changes++)
    const received = Uint8Array.of(1, 2, 3)
    recorder.add({ ...(http('page', 'http://a/', 'reset') as object), received } as TimelineEvent)
    received.fill(9)
    expect(recorder.entries[0]).toMatchObject({ received: Uint8Array.of(1, 2, 3) })
    recorder.clear()
    stop()
    recorder.add(line('a'))
    expect([changes, recorder.entries.length]).toEqual([2, 1])
  })
})
