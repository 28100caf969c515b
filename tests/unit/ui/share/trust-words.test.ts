/** The status of a signature in words: which name is shown, and how loudly. */
import { describe, expect, test } from 'vitest'
import type { SignatureStatus } from '../../../../src/presets/signature-status'
import { needsConsent } from '../../../../src/presets/signature-status'
import { trustWords } from '../../../../src/ui/share/trust-words'

const at = (text: string) => new Date(`${text}:00`).getTime() // by the calendar of this machine
const nowMs = at('2026-11-22T12:00')
const day = 24 * 60 * 60 * 1000
const by = {
  name: 'Lab 3',
  algorithm: 'hs256',
  signedAtMs: nowMs - 60_000,
  validUntilMs: nowMs + 30 * day,
} as const

const verdicts: SignatureStatus[] = [
  { is: 'signed', ...by },
  { is: 'expired', ...by },
  { is: 'from-the-future', ...by },
  { is: 'changed' },
  { is: 'changed', name: 'Lab 3' },
  { is: 'too-long', ...by },
  { is: 'unknown-signer', claimed: 'Lab 3', expected: true },
  { is: 'unknown-signer', claimed: 'Lab 3', expected: false },
  { is: 'other-kind', name: 'Lab 3' },
  { is: 'unsigned', expected: true },
  { is: 'unsigned', expected: false },
  { is: 'uncheckable' },
  { is: 'uncheckable', expected: false },
]
const title = (verdict: SignatureStatus, seenMs = nowMs) => {
  const { title: sentence, name } = trustWords(verdict, seenMs)
  return sentence(name)
}

test('a good signature says by whom and when', () => {
  expect(title({ is: 'signed', ...by })).toBe('Signed by Lab 3, today')
  const { tone, text } = trustWords({ is: 'signed', ...by }, nowMs)
  expect(tone).toBe('good')
  expect(text).toContain('22 December 2026')
  expect(text).toContain('shared secret')
  expect(trustWords({ is: 'signed', ...by, algorithm: 'ed25519' }, nowMs).text).not.toContain(
    'shared secret',
  )
})

test('nothing but a good signature says “Signed by …” without a but', () => {
  for (const signatureStatus of verdicts) {
    const { tone } = trustWords(signatureStatus, nowMs)
    expect(tone === 'good').toBe(signatureStatus.is === 'signed')
    if (signatureStatus.is !== 'signed')
      expect(title(signatureStatus)).not.toMatch(/^Signed by Lab 3, (today|on)/)
  }
})

test('what needs a tick is always a warning', () => {
  for (const signatureStatus of verdicts.filter(needsConsent)) {
    expect(['warn', 'bad']).toContain(trustWords(signatureStatus, nowMs).tone)
  }
})

test('a signature by an unknown signer gets the same warning as none: an attacker could remove it', () => {
  for (const expected of [true, false]) {
    const unsigned: SignatureStatus = { is: 'unsigned', expected }
    const alike: SignatureStatus[] = [
      { is: 'unknown-signer', claimed: 'Lab 3', expected },
      { is: 'uncheckable', expected },
    ]
    for (const signatureStatus of alike) {
      expect(needsConsent(signatureStatus)).toBe(needsConsent(unsigned))
      expect(trustWords(signatureStatus, nowMs).tone).toBe(trustWords(unsigned, nowMs).tone)
    }
  }
})

test('what is broken, out of date or not of now is worse than nothing', () => {
  const worse = verdicts.filter(({ is }) =>
    ['expired', 'from-the-future', 'too-long', 'changed', 'other-kind'].includes(is),
  )
  expect(worse).toHaveLength(6)
  for (const signatureStatus of worse) {
    expect(needsConsent(signatureStatus)).toBe(true)
    expect(trustWords(signatureStatus, nowMs).tone).toBe('bad')
  }
})

test('an unknown signer’s name is a claim', () => {
  expect(title({ is: 'unknown-signer', claimed: 'Lab 3', expected: false })).toBe(
    'Claims to be from Lab 3, whose key this browser does not have',
  )
})

describe('days go by the calendar', () => {
  test.each([
    ['2026-11-22T00:01', '2026-11-22T23:59', 'today'],
    ['2026-11-21T23:59', '2026-11-22T00:01', 'yesterday'],
    ['2026-10-31T12:00', '2026-11-01T01:00', 'yesterday'],
    ['2026-11-20T23:59', '2026-11-22T00:01', 'on 20 November 2026'],
    ['2025-11-22T12:00', '2026-11-22T12:00', 'on 22 November 2025'],
  ])('%s, seen at %s, is %s', (then, now, expected) => {
    const verdict = { is: 'signed', ...by, signedAtMs: at(then) } as const
    expect(title(verdict, at(now))).toBe(`Signed by Lab 3, ${expected}`)
  })
})
