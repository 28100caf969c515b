/** Questions have an end, whatever a board says; what it says is believed only as far as the protocol goes. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ImprovClient } from '../../../src/improv/client'
import { decode, encode, latin1 } from '../../support/bytes'
import { allTimers, outcomeOf, useFakeTime } from '../../support/fake-time'
import { randomFrom, seeds } from '../../support/random'
import { bytesOf, line, pieces, result, TalkLink } from './talk'

useFakeTime(() => undefined)
let link: TalkLink
let client: ImprovClient
let text: string
beforeEach(() => begin())
afterEach(() => client.close())

function begin() {
  link = new TalkLink()
  text = ''
  client = new ImprovClient(link, (bytes) => (text += decode(bytes)))
}

const home = { name: encode('Home'), password: encode('correct horse') }
const ready = line(1, [2])
const joining = line(1, [3])
const joined = line(1, [4])
const none = line(2, [0])
const address = result(1, ['http://192.168.1.23/'])
const list = [
  result(4, ['Far', '-80', 'NO']),
  result(4, ['Home', '-70', 'YES']),
  result(4, ['Home', '-48', 'YES']),
  result(4, []),
]

describe.each([1, 3, 7, 1000])('in pieces of %i bytes', (size) => {
  it('state', async () => {
    link.answers = [pieces(bytesOf(none, ready), size)]
    expect((await outcomeOf(client.state())).value).toEqual({ state: 'ready' })
    const known = bytesOf(none, joined, result(2, ['http://192.168.1.23/']))
    link.answers = [pieces(known, size)]
    expect((await outcomeOf(client.state())).value).toEqual({
      state: 'joined',
      address: 'http://192.168.1.23/',
    })
  })

  it('networks', async () => {
    link.answers = [pieces(bytesOf(none, ...list), size)]
    const { value } = await outcomeOf(client.networks())
    expect(value?.map(({ name, signalDbm }) => [decode(name), signalDbm])).toEqual([
      ['Home', -48],
      ['Far', -80],
    ])
  })

  it('joins, with words between the frames', async () => {
    const words = [...encode('Trying\r\n')]
    link.answers = [pieces(bytesOf(none, joining, words, joined, address), size)]
    expect((await outcomeOf(client.join(home))).value).toEqual({
      joined: true,
      address: 'http://192.168.1.23/',
    })
    expect(text).toBe('Trying\r\n')
  })
})

it('is refused', async () => {
  link.answers = [[bytesOf(none, joining, line(2, [3]), ready)]]
  const refused = await outcomeOf(client.join(home))
  expect(refused.value).toEqual({ joined: false, why: 'unable' })
  link.answers = [[bytesOf(line(2, [255]))]]
  expect((await outcomeOf(client.join(home))).value).toEqual({ joined: false, why: 'busy' })
})

it('sends a frame that was damaged on its way once more', async () => {
  link.answers = [[bytesOf(line(2, [1]))], [bytesOf(none, joined, address)]]
  expect((await outcomeOf(client.join(home))).value).toMatchObject({ joined: true })
  link.answers = [[bytesOf(line(2, [1]))], [bytesOf(line(2, [1]))]]
  expect((await outcomeOf(client.join(home))).value).toEqual({ joined: false, why: 'unable' })
  expect(link.written).toHaveLength(4)
})

it('joins without an address, and without the news of an earlier question', async () => {
  link.answers = [[bytesOf(result(4, ['Late', '-50', 'YES']), result(2, ['http://old/']), joined)]]
  const { value, elapsedMs } = await outcomeOf(client.join(home))
  expect(value).toEqual({ joined: true })
  expect(elapsedMs).toBeLessThan(2000)
})

describe('silence', () => {
  it('to the question for the state: twice, then nobody is there', async () => {
    const { value, elapsedMs } = await outcomeOf(client.state())
    expect(value).toBeUndefined()
    expect(link.written).toHaveLength(2)
    expect(elapsedMs).toBeLessThanOrEqual(5100)
  })

  it('to the others', async () => {
    const looked = await outcomeOf(client.networks())
    expect(looked.error).toMatchObject({ code: 'no-answer' })
    expect(looked.elapsedMs).toBeLessThanOrEqual(15_100)
    const tried = await outcomeOf(client.join(home))
    expect(tried.value).toEqual({ joined: false, why: 'silent' })
    expect(tried.elapsedMs).toBeLessThanOrEqual(40_100)
  })

  it('a list that breaks off is what has come of it', async () => {
    link.answers = [[bytesOf(none, ...list.slice(0, 2))]]
    expect((await outcomeOf(client.networks())).value).toHaveLength(2)
  })

  it('ends with a cancel, and with the cable', async () => {
    const abort = new AbortController()
    const cancelled = outcomeOf(client.join(home, abort))
    abort.abort()
    expect((await cancelled).error).toMatchObject({ name: 'AbortError' })
    const lost = outcomeOf(client.networks())
    link.end()
    expect((await lost).error).toMatchObject({ code: 'port-lost' })
  })
})

it('a board that sends networks without end is cut off', async () => {
  const endless = Array.from({ length: 2000 }, (_, at) => result(4, [`net ${at}`, '-50', 'NO']))
  link.answers = [[bytesOf(...endless)]]
  const { value, elapsedMs } = await outcomeOf(client.networks())
  expect(value).toHaveLength(64)
  expect(elapsedMs).toBeLessThan(100)
})

it('the record tells that frames went, and nothing of what was in them', async () => {
  link.answers = [[bytesOf(none, ...list)], [bytesOf(none, joined, address)]]
  await outcomeOf(client.networks())
  await outcomeOf(client.join(home))
  const record = JSON.stringify(link.traffic.entries, (_, value: unknown) =>
    value instanceof Uint8Array ? latin1(value) : value,
  )
  expect(record).toContain('Improv gives a network')
  expect(record).toContain('Improv result')
  for (const secret of ['correct', 'horse', 'Home', 'Far']) expect(record).not.toContain(secret)
  client.close()
  link.say(encode('as before'))
  expect(link.traffic.entries.at(-1)).toMatchObject({ kind: 'bytes', bytes: encode('as before') })
})

it('noise between any two bytes: nothing is believed that was not said, and the rest is heard', async () => {
  const all = bytesOf(none, ...list)
  const said = ['Far', 'Home']
  const noise = [
    encode('x'),
    encode('\r\n'),
    encode('IMPROV\x01'),
    Uint8Array.of(0, 255, 10),
    encode('I'),
  ]
  for (let at = 0; at <= all.length; at++) {
    begin()
    const between = noise[at % noise.length]!
    link.answers = [[Uint8Array.from([...all.slice(0, at), ...between, ...all.slice(at)])]]
    const { value = [] } = await outcomeOf(client.networks())
    const names = value.map(({ name }) => decode(name))
    expect(
      names.every((name) => said.includes(name)),
      `at ${at}`,
    ).toBe(true)
    expect(names, `at ${at}`).toContain('Home')
    client.close()
  }
}, 60_000)

it('1,200 hostile boards: every question ends, and nothing unbounded comes of it', async () => {
  const honest = [none, ready, joining, joined, address, result(2, ['http://10.0.0.1/']), ...list]
  for (const seed of seeds(1200)) {
    const random = randomFrom(seed)
    const damaged = () => {
      const bytes = bytesOf(
        ...Array.from({ length: 1 + random.below(8) }, () => random.pick(honest)),
      )
      for (let times = random.below(6); times > 0; times--)
        bytes[random.below(bytes.length)] = random.below(256)
      const cut = random.below(4) === 0 ? bytes.slice(random.below(bytes.length)) : bytes
      return pieces(
        Uint8Array.from([...cut, ...random.bytes(random.below(20))]),
        1 + random.below(40),
      )
    }
    begin()
    link.answers = Array.from({ length: 4 }, damaged)
    const question = seed % 3
    const asked: Promise<unknown> =
      question === 0 ? client.state() : question === 1 ? client.networks() : client.join(home)
    const begunMs = performance.now()
    const value = await allTimers(asked).catch((error: unknown) => {
      expect(error, `SEED=${seed}`).toMatchObject({ code: 'no-answer' })
    })
    expect(performance.now() - begunMs, `SEED=${seed}`).toBeLessThan(82_000)
    if (Array.isArray(value)) expect(value.length, `SEED=${seed}`).toBeLessThanOrEqual(64)
    const { address: link_ } = (value ?? {}) as { address?: string }
    if (link_) expect(link_, `SEED=${seed}`).toMatch(/^https?:\/\/[!-~]+$/)
    client.close()
  }
}, 120_000)

it('a question that could not be sent leaves none behind that ends the next', async () => {
  const write = link.write.bind(link)
  link.write = async () => {
    throw new Error('driver')
  }
  expect((await outcomeOf(client.join(home))).error).toEqual(new Error('driver'))
  link.write = write
  await vi.advanceTimersByTimeAsync(5000)
  const next = client.join(home)
  await vi.advanceTimersByTimeAsync(36_000)
  link.say(bytesOf(joined, address))
  expect((await outcomeOf(next)).value).toMatchObject({ joined: true })
})
