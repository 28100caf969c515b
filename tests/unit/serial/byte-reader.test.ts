import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { DeviceError } from '../../../src/errors'
import { ByteReader } from '../../../src/serial/byte-reader'

/** A link whose bytes and end the test decides. */
function fakeLink() {
  const listeners = new Set<(bytes: Uint8Array) => void>()
  let end: (error?: Error) => void = () => undefined
  const ended = new Promise<Error | undefined>((resolve) => (end = resolve))
  return {
    ended,
    end: (error?: Error) => end(error),
    subscribe: (listener: (bytes: Uint8Array) => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    say: (text: string) => listeners.forEach((listen) => listen(Buffer.from(text))),
    listeners,
  }
}

const show = (bytes: Uint8Array) => Buffer.from(bytes).toString()

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('reads up to and including the pattern and keeps the rest', async () => {
  const link = fakeLink()
  const reader = new ByteReader(link)
  link.say('hello>>> wor')
  expect(show(await reader.readUntil('>>> ', { timeoutMs: 10 }))).toBe('hello>>> ')
  const next = reader.readUntil('ld', { timeoutMs: 10 })
  link.say('ld!')
  expect(show(await next)).toBe('world')
  expect(show(reader.release())).toBe('!')
  expect(link.listeners.size).toBe(0)
})

it('finds a pattern however the bytes are cut into chunks', async () => {
  vi.useRealTimers()
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 }),
      fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 }),
      fc.array(fc.integer({ min: 0, max: 16 }), { maxLength: 5 }),
      async (before, pattern, cuts) => {
        const whole = before + pattern
        const link = fakeLink()
        const reader = new ByteReader(link)
        const found = reader.readUntil(pattern, { timeoutMs: 1000 })
        const edges = [0, ...cuts.sort((a, b) => a - b), whole.length]
        edges.forEach((edge, k) => link.say(whole.slice(edges[k - 1] ?? 0, edge)))
        const end = whole.indexOf(pattern) + pattern.length
        expect(show(await found)).toBe(whole.slice(0, end))
        expect(show(reader.release())).toBe(whole.slice(end))
      },
    ),
  )
})

it('ends at its deadline although bytes keep coming, and takes nothing', async () => {
  const link = fakeLink()
  const reader = new ByteReader(link)
  const error = reader.readUntil('never', { timeoutMs: 100 }).catch((reason: unknown) => reason)
  for (let k = 0; k < 12; k++) {
    await vi.advanceTimersByTimeAsync(10)
    link.say('x')
  }
  expect(await error).toMatchObject({ code: 'no-answer' })
  expect(show(reader.drain())).toBe('x'.repeat(12))
})

it('lets the caller name the timeout, with what had come', async () => {
  const link = fakeLink()
  const reader = new ByteReader(link)
  const error = reader
    .readUntil('OK', {
      timeoutMs: 5,
      onTimeout: (received) => new DeviceError('repl-silent', show(received)),
    })
    .catch((reason: unknown) => reason)
  link.say('noise')
  await vi.advanceTimersByTimeAsync(5)
  expect(await error).toMatchObject({ code: 'repl-silent', message: 'noise' })
})

it('rejects at once when the link ends, also for later reads, after giving what is there', async () => {
  const link = fakeLink()
  const reader = new ByteReader(link)
  link.say('abc')
  const waiting = reader.read(10, { timeoutMs: 1000 }).catch((reason: unknown) => reason)
  link.end(new DeviceError('port-lost', 'unplugged'))
  expect(await waiting).toMatchObject({ message: 'unplugged' })
  expect(show(await reader.read(3, { timeoutMs: 1000 }))).toBe('abc')
  await expect(reader.read(1, { timeoutMs: 1000 })).rejects.toMatchObject({ code: 'port-lost' })
})

it('is cancelled by its signal', async () => {
  const cancel = new AbortController()
  const reader = new ByteReader(fakeLink())
  const read = reader.read(1, { timeoutMs: 1000, signal: cancel.signal })
  cancel.abort()
  await expect(read).rejects.toMatchObject({ name: 'AbortError' })
  expect(vi.getTimerCount()).toBe(0)
})
