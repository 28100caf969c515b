/** Signed links: what is signed, what a reader is told, and that the name is the reader's own. */
import { createHmac } from 'node:crypto'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { defaultPresets } from '../../../src/presets/defaults'
import type { SigningKey } from '../../../src/presets/keys/key'
import { keyPair, publicKeyOf, secretKey } from '../../../src/presets/keys/make-key'
import { fragmentToPreset, maxLinkLength, presetToFragment } from '../../../src/presets/link'
import {
  checkFragment,
  maxWindowMs,
  parseSigned,
  signFragment,
} from '../../../src/presets/signed-link'
import { needsConsent, type SignatureStatus } from '../../../src/presets/signature-status'
import { canonicalString, parseCanonical } from '../../../src/signing/canonical'
import { importSecret, signWithSecret } from '../../../src/signing/hmac'
import { trustWords } from '../../../src/ui/share/trust-words'

const madeAtMs = Date.UTC(2026, 10, 22, 12)
const day = 24 * 60 * 60 * 1000
const validity = { timestampMs: madeAtMs, windowMs: 30 * day }
const secret = 'correct horse battery staple'
const unsigned = presetToFragment(defaultPresets()[0]!)

let lab: SigningKey
let pair: SigningKey
let publicHalf: SigningKey
let link: string
let publicLink: string

beforeAll(async () => {
  lab = await secretKey('Lab 3', secret)
  pair = await keyPair('Maker group')
  publicHalf = await publicKeyOf(
    'My maker group',
    pair.algorithm === 'ed25519' ? pair.publicKey : '',
  )
  link = await signFragment(unsigned, lab, validity)
  publicLink = await signFragment(unsigned, pair, validity)
})

const check = (fragment: string, keys: SigningKey[], nowMs = madeAtMs): Promise<SignatureStatus> =>
  checkFragment(fragment, keys, { nowMs, skewMs: 5 * 60_000 })

describe('a signed link', () => {
  test('is the unsigned one, with its parameters in their order', () => {
    expect(link).toMatch(
      /^#preset=1\.[\w-]+&signer=Lab%203&algorithm=hs256&timestamp=1795348800000&window=2592000000&signature=[0-9a-f]{64}$/,
    )
    expect(link.startsWith(`${unsigned}&`)).toBe(true)
    expect(publicLink).toMatch(/&algorithm=ed25519&.*&signature=[0-9a-f]{128}$/)
  })

  test('has the signature that any other program would make of its text', () => {
    const [text, signature] = link.slice(1).split('&signature=')
    expect(createHmac('sha256', secret).update(text!).digest('hex')).toBe(signature)
  })

  test('opens as the same preset', () => {
    expect(fragmentToPreset(link)).toMatchObject({ name: defaultPresets()[0]!.name })
  })

  test('cannot be made with a key that only checks', async () => {
    await expect(signFragment(unsigned, publicHalf, validity)).rejects.toThrow(TypeError)
  })

  test('that would be too long is not made', async () => {
    const long = `#preset=1.${'A'.repeat(maxLinkLength - 10)}`
    await expect(signFragment(long, lab, validity)).rejects.toMatchObject({ code: 'link-too-big' })
  })
})

describe('the reader is informed', () => {
  const signedAt = { signedAtMs: madeAtMs, validUntilMs: madeAtMs + 30 * day }

  test('who signed, by the name that the reader gave to the key', async () => {
    const renamed = { ...lab, name: 'Physics lab' }
    const is = 'signed'
    expect(await check(link, [renamed])).toEqual({
      is,
      name: 'Physics lab',
      algorithm: 'hs256',
      ...signedAt,
    })
    expect(await check(publicLink, [lab, publicHalf])).toEqual({
      is,
      name: 'My maker group',
      algorithm: 'ed25519',
      ...signedAt,
    })
  })

  test('until when', async () => {
    expect(await check(link, [lab], madeAtMs + 30 * day)).toMatchObject({ is: 'signed' })
    expect(await check(link, [lab], madeAtMs + 31 * day)).toMatchObject({ is: 'expired' })
    expect(await check(link, [lab], madeAtMs - 4 * 60_000)).toMatchObject({ is: 'signed' })
    expect(await check(link, [lab], madeAtMs - day)).toMatchObject({ is: 'from-the-future' })
  })

  test('that the signer is unknown, with the claim called a claim', async () => {
    const unknownSigner = { is: 'unknown-signer', claimed: 'Lab 3' }
    expect(await check(link, [])).toEqual({ ...unknownSigner, expected: false })
    expect(await check(link, [publicHalf])).toEqual({ ...unknownSigner, expected: true })
  })

  test('that somebody else’s key under a known name is not the known one', async () => {
    const impostor = await secretKey('Lab 3', 'another secret, just as long')
    const forged = await signFragment(unsigned, impostor, validity)
    expect(await check(forged, [lab])).toEqual({ is: 'changed', name: 'Lab 3' })
  })

  test('that a known name comes with a signature of another kind', async () => {
    const other = await signFragment(unsigned, { ...pair, name: 'Lab 3' }, validity)
    expect(await check(other, [lab])).toEqual({ is: 'other-kind', name: 'Lab 3' })
  })

  test('that there is no signature, and whether one could be expected', async () => {
    expect(await check(unsigned, [])).toEqual({ is: 'unsigned', expected: false })
    expect(await check(unsigned, [lab])).toEqual({ is: 'unsigned', expected: true })
  })

  test('that a browser without Ed25519 cannot verify', async () => {
    const broken = vi
      .spyOn(crypto.subtle, 'generateKey')
      .mockRejectedValue(new DOMException('', 'NotSupportedError'))
    expect(await check(publicLink, [publicHalf])).toEqual({
      is: 'uncheckable',
      expected: true,
    })
    expect(await check(link, [lab])).toMatchObject({ is: 'signed' })
    broken.mockRestore()
  })
})

describe('nothing but exactly our parameters is taken for signed', () => {
  const changes: [string, (link: string) => string][] = [
    ['another preset', (link) => link.replace('preset=1.', 'preset=1.A')],
    ['another name of a signer that is known', (link) => link.replace('Lab%203', 'Lab%204')],
    ['a later time', (link) => link.replace('timestamp=17', 'timestamp=18')],
    ['a longer window', (link) => link.replace('window=2', 'window=92')],
    ['something added behind', (link) => `${link}&app=x`],
    [
      'something added before the signature',
      (link) => link.replace('&signature', '&app=x&signature'),
    ],
    ['a parameter twice', (link) => link.replace('&window', '&signer=Lab%203&window')],
    ['another order', (link) => link.replace(/(&timestamp=\d+)(&window=\d+)/, '$2$1')],
    ['a parameter left out', (link) => link.replace(/&window=\d+/, '')],
    ['another spelling of the name', (link) => link.replace('Lab%203', 'L%61b%203')],
    ['a number spelt differently', (link) => link.replace('window=', 'window=0')],
    [
      'capitals in the signature',
      (link) => link.replace(/[a-f](?=[0-9a-f]*$)/, (c) => c.toUpperCase()),
    ],
    ['a cut signature', (link) => link.slice(0, -2)],
    ['no signature left', (link) => link.replace(/&signature.*/, '')],
    ['an empty signature', (link) => link.replace(/&signature.*/, '&signature=')],
    ['a cut in the middle', (link) => link.slice(0, link.indexOf('&algorithm') + 4)],
  ]
  test.each(changes)('%s', async (_what, change) => {
    const four = await secretKey('Lab 4', `${secret}!`)
    const changed = change(link)
    expect(changed).not.toBe(link)
    const signatureStatus = await check(changed, [lab, four])
    expect(signatureStatus.is).toBe('changed')
    expect(needsConsent(signatureStatus)).toBe(true)
  })

  test('a name that could pass for something else is no claim', () => {
    const evil = link.replace('Lab%203', 'Lab%E2%80%AE3')
    expect(parseSigned(evil)).toBeUndefined()
  })
})

test('removing the signature of an unknown signer gains nothing', async () => {
  for (const keys of [[], [publicHalf]]) {
    const withIt = needsConsent(await check(link, keys))
    expect(withIt).toBe(needsConsent(await check(link.split('&')[0]!, keys)))
  }
})

test('a link that counts for 30,000 years is refused, by whom ever it is signed', async () => {
  await expect(
    signFragment(unsigned, lab, { timestampMs: madeAtMs, windowMs: maxWindowMs + 1 }),
  ).rejects.toThrow(RangeError)
  const parameters = [
    ...parseCanonical(link.slice(1).replace(/&window.*/, ''))!,
    ['window', String(30_000 * 365 * day)] as const,
  ]
  const text = canonicalString(parameters)
  const eternal = `#${text}&signature=${await signWithSecret(await importSecret(secret, false), text)}`
  const signatureStatus = await check(eternal, [lab])
  expect(signatureStatus).toMatchObject({ is: 'too-long', name: 'Lab 3' })
  expect(needsConsent(signatureStatus)).toBe(true)
  expect(trustWords(signatureStatus, madeAtMs).text).toContain('ten years at most')
})

test('only a signature that holds, or a link of anybody where none is expected, needs no tick', async () => {
  expect(needsConsent(await check(link, [lab]))).toBe(false)
  expect(needsConsent(await check(unsigned, []))).toBe(false)
  expect(needsConsent(await check(unsigned, [lab]))).toBe(true)
  expect(needsConsent(await check(link, []))).toBe(false)
  expect(needsConsent(await check(link, [publicHalf]))).toBe(true)
  expect(needsConsent(await check(link, [lab], madeAtMs + 31 * day))).toBe(true)
})
