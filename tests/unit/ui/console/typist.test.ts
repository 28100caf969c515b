/** Pasting is typing, only patient: the board's input ring must not overflow. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Typist } from '../../../../src/ui/console/typist'
import { decode, encode } from '../../../support/bytes'

let sent: { at: number; text: string }[]
let typist: Typist

beforeEach(() => {
  vi.useFakeTimers()
  sent = []
  typist = new Typist(async (piece) => {
    sent.push({ at: Date.now(), text: decode(piece) })
  })
})
afterEach(() => vi.useRealTimers())

test('a key goes out at once', () => {
  typist.type(encode('a'))
  expect(sent.map(({ text }) => text)).toEqual(['a'])
})

test('600 bytes arrive complete, never more than 64 within 20 ms', async () => {
  const pasted = Array.from({ length: 600 }, (_, index) => String(index % 10)).join('')
  typist.type(encode(pasted))
  await vi.runAllTimersAsync()
  expect(sent.map(({ text }) => text).join('')).toBe(pasted)
  sent.forEach(({ at, text }, index) => {
    expect(text.length).toBeLessThanOrEqual(64)
    if (index > 0) expect(at - sent[index - 1]!.at).toBeGreaterThanOrEqual(20)
  })
})

test('keys that are typed during a paste come after it', async () => {
  typist.type(encode('p'.repeat(200)))
  typist.type(encode('k'))
  await vi.runAllTimersAsync()
  expect(sent.at(-1)!.text).toBe('k')
})

test('Ctrl-C overtakes a paste, and the rest of it is given up', async () => {
  typist.type(encode('p'.repeat(6400)))
  typist.interrupt(encode('\x03'))
  await vi.runAllTimersAsync()
  expect(sent.map(({ text }) => text)).toEqual(['p'.repeat(64), '\x03'])
})
