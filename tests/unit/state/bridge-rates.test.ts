/** What the browser remembers of a bridge, and what it forgets. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
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
  rates().started(ch340, false)
  expect(rates().of(ch340)?.slowStart).toBe(false)
  rates().started(ch340, false)
  expect(rates().of(ch340)?.slowStart).toBe(true)
  rates().started(ch340, true)
  expect(rates().of(ch340)?.slowStart).toBe(false)
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
