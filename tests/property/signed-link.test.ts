/**
 * 10,000 mutated signed links never verify: bits, characters, parameters, and signatures that are
 * right for something else, for shared secrets and key pairs. SEED=17 runs one case again.
 */
import { beforeAll, expect, test } from 'vitest'
import { newPreset } from '../../src/presets/defaults'
import type { SigningKey } from '../../src/presets/keys/key'
import { keyPair, secretKey } from '../../src/presets/keys/make-key'
import { presetToFragment } from '../../src/presets/link'
import { checkFragment, signFragment } from '../../src/presets/signed-link'
import { randomFrom, seeds, type Random } from '../support/random'

const timestampMs = Date.UTC(2026, 10, 22, 12)
const validity = { timestampMs, windowMs: 1000 }
const clock = { nowMs: timestampMs, skewMs: 0 }
const alphabet = '0123456789abcdefABCDEFxyz&=%#.-_ +é\u0000'
/** L of RFC 8032, section 5.1: S and S + L are the same number to a careless verifier. */
const order = 2n ** 252n + 27742317777372353535851937790883648493n

let keys: SigningKey[]
let links: string[]

beforeAll(async () => {
  keys = [await secretKey('Lab 3', 'correct horse battery staple'), await keyPair('Maker group')]
  links = []
  for (const name of ['One', 'Another']) {
    const fragment = presetToFragment({ ...newPreset(), name })
    for (const key of keys) links.push(await signFragment(fragment, key, validity))
  }
})

type Mutation = (link: string, random: Random) => string

const at = (link: string, index: number, replacement: string, removed = 1) =>
  link.slice(0, index) + replacement + link.slice(index + removed)

const partsOf = (link: string) => link.slice(1).split('&')
const join = (parts: string[]) => `#${parts.join('&')}`

const mutations: Record<string, Mutation> = {
  'a bit': (link, { below }) => {
    const index = 8 + below(link.length - 8)
    return at(link, index, String.fromCharCode(link.charCodeAt(index) ^ (1 << below(7))))
  },
  'a bit of the signature': (link, { below }) => {
    const index = link.length - 1 - below(64)
    const digit = parseInt(link[index]!, 16) ^ (1 << below(4))
    return at(link, index, digit.toString(16))
  },
  'another character': (link, { below, pick }) =>
    at(link, 8 + below(link.length - 8), pick([...alphabet])),
  'one more': (link, { below, pick }) =>
    at(link, 8 + below(link.length - 7), pick([...alphabet]), 0),
  'some fewer': (link, { below }) => at(link, 8 + below(link.length - 8), '', 1 + below(9)),
  'two adjacent characters swapped': (link, { below }) => {
    const index = 8 + below(link.length - 9)
    return at(link, index, link[index + 1]! + link[index]!, 2)
  },
  'two parameters swapped': (link, { below }) => {
    const parts = partsOf(link)
    const index = below(parts.length - 1)
    return join(parts.toSpliced(index, 2, parts[index + 1]!, parts[index]!))
  },
  'a parameter twice': (link, { below }) => {
    const parts = partsOf(link)
    return join(parts.toSpliced(below(parts.length + 1), 0, parts[below(parts.length)]!))
  },
  'a parameter missing': (link, { below }) => join(partsOf(link).toSpliced(1 + below(4), 1)),
  'a parameter of another link': (link, { below, pick }) => {
    const parts = partsOf(link)
    const index = below(parts.length)
    return join(parts.with(index, partsOf(pick(links))[index]!))
  },
  'another number': (link, { below, pick }) =>
    link.replace(pick([/timestamp=\d+/, /window=\d+/]), (found) =>
      found.replace(/\d+/, (digits) => String(Number(digits) + 1 + below(1e6))),
    ),
  'S + L, the same signature to a careless verifier': (link) =>
    link.replace(/signature=([0-9a-f]{64})([0-9a-f]{64})$/, (_all, r: string, s: string) => {
      const number = BigInt(`0x${Buffer.from(s, 'hex').reverse().toString('hex')}`) + order
      const hex = number.toString(16).padStart(64, '0')
      return `signature=${r}${Buffer.from(hex, 'hex').reverse().toString('hex')}`
    }),
}

async function neverVerifies(seed: number): Promise<number> {
  const random = randomFrom(seed)
  const original = random.pick(links)
  const kinds = Array.from({ length: 1 + random.below(2) }, () =>
    random.pick(Object.keys(mutations)),
  )
  const mutated = kinds.reduce((link, kind) => mutations[kind]!(link, random), original)
  if (links.includes(mutated)) return 0 // changed back, or into the other genuine link
  const { is } = await checkFragment(mutated, keys, clock)
  expect(
    ['changed', 'unknown-signer', 'other-kind', 'unsigned'],
    `SEED=${seed} (${kinds.join(', ')}): ${mutated}`,
  ).toContain(is)
  return 1
}

test('the links that get mutated verify', async () => {
  for (const link of links) {
    expect(await checkFragment(link, keys, clock)).toMatchObject({ is: 'signed' })
  }
})

test('10,000 mutated signed links never verify', { timeout: 120_000 }, async () => {
  const all = seeds(11_000)
  let checked = 0
  for (const seed of all) checked += await neverVerifies(seed)
  if (all.length > 1) expect(checked).toBeGreaterThanOrEqual(10_000)
})
