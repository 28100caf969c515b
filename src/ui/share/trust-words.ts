/**
 * A signatureStatus in words. A name stands apart from the sentence around it, so that it can be shown as what
 * it is: text that somebody else wrote.
 */
import type { SignatureStatus } from '../../presets/signature-status'

export interface TrustWords {
  tone: 'good' | 'plain' | 'warn' | 'bad'
  title: { before: string; name?: string; after?: string }
  text: string
}

const date = (ms: number) => new Date(ms).toLocaleDateString('en-GB', { dateStyle: 'long' })

/** "today", "yesterday", or the date: by the calendar here, not by hours. */
export function dayWords(thenMs: number, nowMs: number): string {
  const yesterday = new Date(nowMs)
  yesterday.setDate(yesterday.getDate() - 1)
  if (date(thenMs) === date(nowMs)) return 'today'
  return date(thenMs) === date(yesterday.getTime()) ? 'yesterday' : `on ${date(thenMs)}`
}

type Words = {
  [V in SignatureStatus as V['is']]: (signatureStatus: V, nowMs: number) => TrustWords
}

const words: Words = {
  signed: ({ name, algorithm, signedAtMs, validUntilMs }, nowMs) => ({
    tone: 'good',
    title: { before: 'Signed by ', name, after: `, ${dayWords(signedAtMs, nowMs)}` },
    text:
      `It has not been changed since, and counts until ${date(validUntilMs)}.` +
      (algorithm === 'hs256' ? ' Everybody who has this shared secret can sign like this.' : ''),
  }),
  expired: ({ name, signedAtMs, validUntilMs }) => ({
    tone: 'bad',
    title: { before: 'Signed by ', name, after: ', but out of date' },
    text: `It was signed on ${date(signedAtMs)} and counted until ${date(validUntilMs)}. Ask for a new one.`,
  }),
  'from-the-future': ({ name, signedAtMs }) => ({
    tone: 'bad',
    title: { before: 'Signed by ', name, after: ', in the future' },
    text: `It says that it was signed on ${date(signedAtMs)}, by a clock that is ahead of yours. One of the two is wrong.`,
  }),
  'too-long': ({ name, signedAtMs, validUntilMs }) => ({
    tone: 'bad',
    title: { before: 'Signed by ', name, after: ', but for too long' },
    text: `It was signed on ${date(signedAtMs)} and says that it counts until ${date(validUntilMs)}. A link counts for ten years at most. Ask for a new one.`,
  }),
  changed: ({ name }) =>
    name === undefined
      ? {
          tone: 'bad',
          title: { before: 'This link was changed or cut after it was signed' },
          text: 'Its signature is not whole. Ask for the link again, by another way.',
        }
      : {
          tone: 'bad',
          title: { before: 'This link was changed after it was signed' },
          text: 'It claims a name that you have a key for, and the signature does not match that key. Somebody changed the link, or signed it with another key.',
        },
  'unknown-signer': ({ claimed, expected }) => ({
    tone: toneOf(expected),
    title: {
      before: 'Claims to be from ',
      name: claimed,
      after: ', whose key this browser does not have',
    },
    text: 'Anybody can write any name into a link, so this counts as not signed. If you know the signer, ask for the key by another way than this link.',
  }),
  'other-kind': ({ name }) => ({
    tone: 'bad',
    title: { before: 'Claims to be from ', name, after: ', with a signature of another kind' },
    text: 'Your key of that name makes other signatures than this one. Ask the signer which is right.',
  }),
  unsigned: ({ expected }) => ({
    tone: toneOf(expected),
    title: { before: 'Not signed' },
    text: expected
      ? 'You have keys for signed links, but this one carries no signature: anybody may have made it.'
      : 'Anybody may have made it. Keep it only if you know who did.',
  }),
  uncheckable: ({ expected = true }) => ({
    tone: toneOf(expected),
    title: { before: 'The signature could not be checked' },
    text: 'This browser is too old for signatures of this kind, or does not give the page its keys. Anybody may have made this link.',
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
