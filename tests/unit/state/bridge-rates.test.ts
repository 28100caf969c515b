/** What the browser remembers of a bridge, and what it forgets. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { initialBaudRate } from '../../../src/esptool/baud-ladder'
import { BridgeLadder } from '../../../src/esptool/bridge-ladder'
import { rememberRates } from '../../../src/esptool/rate-memory'
import { BridgeRates } from '../../../src/state/bridge-rates'

const ch340 = '1a86:7523'
const day = 24 * 3600 * 1000
let now = 1e12
let stored: Map<string, string>
const rates = () => new BridgeRates(() => now)

beforeEach(() => {
  stored = new Map()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  })
})
afterEach(() => vi.unstubAllGlobals())

it('knows nothing of a bridge that it has not met', () => {
  expect(rates().of(ch340)).toBeUndefined()
})

it('keeps what worked', () => {
  rates().worked(ch340, 1_000_000)
  expect(rates().of(ch340)).toMatchObject({ works: 1_000_000, fails: undefined })
})

it('believes a failure the second time, and no longer once the rate has worked', () => {
  rates().failed(ch340, 1_000_000)
  expect(rates().of(ch340)?.fails).toBeUndefined()
  rates().failed(ch340, 1_000_000)
  expect(rates().of(ch340)?.fails).toBe(1_000_000)
  rates().worked(ch340, 1_000_000)
  expect(rates().of(ch340)).toMatchObject({ works: 1_000_000, fails: undefined })
})

it('does not trust a rate any more at which something failed, or above', () => {
  rates().worked(ch340, 1_000_000)
  rates().failed(ch340, 460_800)
  expect(rates().of(ch340)?.works).toBeUndefined()
})

it('skips the fast start after two slow ones, until one is fast', () => {
  rates().started(ch340, 460_800, false)
  expect(rates().of(ch340)?.startFails).toBeUndefined()
  rates().started(ch340, 460_800, false)
  expect(rates().of(ch340)?.startFails).toBe(460_800)
  rates().started(ch340, 460_800, true)
  expect(rates().of(ch340)?.startFails).toBeUndefined()
})

it('remembers the lowest rate at which the ROM was silent, and that a higher one still may be', () => {
  for (let time = 0; time < 2; time++) rates().started(ch340, 921_600, false)
  rates().started(ch340, 460_800, true)
  expect(rates().of(ch340)?.startFails).toBe(921_600)
  for (let time = 0; time < 2; time++) rates().started(ch340, 460_800, false)
  rates().started(ch340, 921_600, false)
  expect(rates().of(ch340)?.startFails).toBe(460_800)
  rates().started(ch340, 921_600, true)
  expect(rates().of(ch340)?.startFails).toBeUndefined()
})

/** A session that writes a board which is good up to `best` baud; says at which rate, and what it tried before. */
function session(best: number) {
  const port = { getInfo: () => ({ usbVendorId: 0x1a86, usbProductId: 0x7523 }) } as SerialPort
  rememberRates(port, rates())
  const ladder = new BridgeLadder(port)
  for (const rate of ladder.startRates.filter((rate) => rate > best)) ladder.started(rate, false)
  const all = ladder.rates(921_600)
  const rate = all.find((rate) => rate <= best) ?? initialBaudRate
  const failed = all.slice(0, all.indexOf(rate))
  for (const rate of failed) ladder.failed(rate)
  // Several regions of one board.
  for (let region = 0; region < 3; region++) ladder.worked(rate)
  return { rate, failed, startsSlowly: ladder.startRates.length === 0 }
}

const sessions = (count: number, best: number) => Array.from({ length: count }, () => session(best))

it('is fast again some good boards after a bad one', () => {
  sessions(2, 115_200)
  const after = sessions(8, 1_000_000)
  expect(after.slice(0, 3).map(({ rate }) => rate)).toEqual([115_200, 115_200, 115_200])
  expect(after[0]).toMatchObject({ failed: [], startsSlowly: true })
  expect(after.at(-1)).toEqual({ rate: 1_000_000, failed: [], startsSlowly: false })
})

it('asks a bridge that is slow for good one rate, now and then', () => {
  sessions(2, 115_200)
  const tried = sessions(20, 115_200).map(({ failed }) => failed)
  expect(tried.filter(({ length }) => length > 0)).toEqual(Array(4).fill([230_400]))
})

it('doubts what a page of before has kept as well', () => {
  const seen = { times: 3, atMs: now }
  const bridge = { key: ch340, fails: { baudRate: 230_400, ...seen }, slowStarts: seen }
  stored.set('portal-flasher.bridge-rates', JSON.stringify([bridge]))
  expect(session(1_000_000)).toMatchObject({ rate: 115_200, startsSlowly: true })
  expect(sessions(8, 1_000_000).at(-1)).toMatchObject({ rate: 1_000_000, startsSlowly: false })
})

it('forgets after a month', () => {
  rates().worked(ch340, 1_000_000)
  rates().failed(ch340, 1_500_000)
  rates().failed(ch340, 1_500_000)
  now += 31 * day
  expect(rates().of(ch340)).toMatchObject({ works: undefined, fails: undefined })
})

it('keeps sixteen bridges, those that were used last', () => {
  for (let bridge = 0; bridge < 40; bridge++) rates().worked(`0403:${bridge}`, 921_600)
  expect(rates().of('0403:39')?.works).toBe(921_600)
  expect(rates().of('0403:23')).toBeUndefined()
})

it.each(['{', '[{"key":""}]', '{"a":1}', `[{"key":"x","works":{"baudRate":-1}}]`, 'null'])(
  'takes nonsense for nothing: %s',
  (text) => {
    stored.set('portal-flasher.bridge-rates', text)
    expect(rates().of('x')).toBeUndefined()
    rates().worked('x', 460_800)
    expect(rates().of('x')?.works).toBe(460_800)
  },
)

it('lives as long as the page where storage is forbidden', () => {
  const forbidden = () => {
    throw new Error('denied')
  }
  vi.stubGlobal('localStorage', { getItem: forbidden, setItem: forbidden })
  rates().worked('forbidden', 460_800)
  expect(rates().of('forbidden')?.works).toBe(460_800)
})
