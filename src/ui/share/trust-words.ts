/**
 * A signatureStatus in words. A name stands apart from the sentence around it, so that it can be shown as what
 * it is: text that somebody else wrote.
 */
import m from '../../messages/compiled/link-review'
import { date } from '../../messages/format'
import type { SignatureStatus } from '../../presets/signature-status'

export interface TrustWords {
  tone: 'good' | 'plain' | 'warn' | 'bad'
  /** Gets the name, or what stands for it. */
  title: (name: string) => string
  /** '' in a title without one. */
  name: string
  text: string
}

/** By the calendar here, not by hours. */
function dayOf(thenMs: number, nowMs: number): 'today' | 'yesterday' | 'earlier' {
  const yesterday = new Date(nowMs)
  yesterday.setDate(yesterday.getDate() - 1)
  if (date(thenMs) === date(nowMs)) return 'today'
  return date(thenMs) === date(yesterday.getTime()) ? 'yesterday' : 'earlier'
}

type Words = {
  [V in SignatureStatus as V['is']]: (signatureStatus: V, nowMs: number) => TrustWords
}

const words: Words = {
  signed: ({ name, algorithm, signedAtMs, validUntilMs }, nowMs) => {
    const text = algorithm === 'hs256' ? m.signed.textSharedSecret : m.signed.text
    const [day, signedOn] = [dayOf(signedAtMs, nowMs), date(signedAtMs)]
    return {
      tone: 'good',
      title: (name) => m.signed.title({ name, day, date: signedOn }),
      name,
      text: text({ until: date(validUntilMs) }),
    }
  },
  expired: ({ name, signedAtMs, validUntilMs }) => ({
    tone: 'bad',
    title: (name) => m.expired.title({ name }),
    name,
    text: m.expired.text({ date: date(signedAtMs), until: date(validUntilMs) }),
  }),
  'from-the-future': ({ name, signedAtMs }) => ({
    tone: 'bad',
    title: (name) => m.fromTheFuture.title({ name }),
    name,
    text: m.fromTheFuture.text({ date: date(signedAtMs) }),
  }),
  'too-long': ({ name, signedAtMs, validUntilMs }) => ({
    tone: 'bad',
    title: (name) => m.tooLong.title({ name }),
    name,
    text: m.tooLong.text({ date: date(signedAtMs), until: date(validUntilMs) }),
  }),
  changed: ({ name }) =>
    name === undefined
      ? { tone: 'bad', title: m.cut.title, name: '', text: m.cut.text() }
      : { tone: 'bad', title: m.changed.title, name: '', text: m.changed.text() },
  'unknown-signer': ({ claimed, expected }) => ({
    tone: toneOf(expected),
    title: (name) => m.unknownSigner.title({ name }),
    name: claimed,
    text: m.unknownSigner.text(),
  }),
  'other-kind': ({ name }) => ({
    tone: 'bad',
    title: (name) => m.otherKind.title({ name }),
    name,
    text: m.otherKind.text(),
  }),
  unsigned: ({ expected }) => ({
    tone: toneOf(expected),
    title: m.unsigned.title,
    name: '',
    text: expected ? m.unsigned.textExpected() : m.unsigned.text(),
  }),
  uncheckable: ({ expected = true }) => ({
    tone: toneOf(expected),
    title: m.uncheckable.title,
    name: '',
    text: m.uncheckable.text(),
  }),
}

/** Of a link that anybody may have made. */
const toneOf = (expected: boolean) => (expected ? 'warn' : 'plain')

export function trustWords(signatureStatus: SignatureStatus, nowMs: number): TrustWords {
  const say = words[signatureStatus.is] as (
    signatureStatus: SignatureStatus,
    nowMs: number,
  ) => TrustWords
  return say(signatureStatus, nowMs)
}
