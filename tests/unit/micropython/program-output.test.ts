/** What a program prints is told from the marks of its end, whatever it prints. */
import { describe, expect, it, vi } from 'vitest'
import { passOutput } from '../../../src/micropython/program-output'
import { RawRepl } from '../../../src/micropython/raw-repl'
import { ReplFilesystem } from '../../../src/provision/board-files/repl-filesystem'
import { digestOnBoard } from '../../../src/state/files/digest-on-board'
import { ByteReader } from '../../../src/serial/byte-reader'
import type { SerialLink } from '../../../src/serial/link'
import { decode, encode } from '../../support/bytes'

function linkThatSays() {
  const listeners = new Set<(bytes: Uint8Array) => void>()
  const link = {
    baudRate: 115_200,
    ended: new Promise<undefined>(() => undefined),
    subscribe: (listener: (bytes: Uint8Array) => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    write: () => Promise.resolve(),
  }
  const say = (text: string) => listeners.forEach((listener) => listener(encode(text)))
  return { link: link as unknown as SerialLink, say }
}

async function shown(...pieces: string[]) {
  const { link, say } = linkThatSays()
  let printed = ''
  const reader = new ByteReader(link)
  const onOutput = (bytes: Uint8Array) => void (printed += decode(bytes))
  const raised = passOutput(reader, { onOutput })
  for (const piece of pieces) {
    say(piece)
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
  const before = printed
  return { raised: await raised, printed, before, left: decode(reader.buffered) }
}

describe('the output of a program', () => {
  it('ends at the prompt', async () => {
    expect(await shown('one\r\n', '\x04\x04>')).toMatchObject({ printed: 'one\r\n', raised: '' })
  })

  it.each([
    ['with its frames', 'Traceback (most recent call last):\r\nValueError: \r\n'],
    ['without frames', 'MemoryError: memory allocation failed\r\n'],
    ['without words', 'KeyboardInterrupt\r\n'],
  ])('is followed by what was raised, %s', async (_, raised) => {
    const got = await shown('x', '\x04', raised.slice(0, 5), raised.slice(5), '\x04', '>')
    expect(got).toMatchObject({ printed: 'x', raised })
  })

  it.each([
    ['in one go', ['a\x04 b\r\nc\r\n\x04\x04>']],
    ['piece by piece', ['a', '\x04', ' b\r\n', 'c\r\n', '\x04', '\x04', '>']],
  ])('goes on after a Ctrl-D that the program prints, %s', async (_, pieces) => {
    expect(await shown(...pieces)).toMatchObject({ printed: 'a\x04 b\r\nc\r\n', raised: '' })
  })

  it('goes on also where it looks like an exception', async () => {
    const got = await shown('\x04Error: no\r\n', '\x04\x04>')
    expect(got).toMatchObject({ printed: '\x04Error: no\r\n', raised: '', left: '' })
  })

  it('is not collected without end', async () => {
    const long = `Error: ${'x'.repeat(20_000)}`
    expect(await shown('\x04', long, '\x04\x04>')).toMatchObject({ printed: `\x04${long}` })
  })

  it('goes on after many of them', async () => {
    expect(await shown('\x04\x04\x04>')).toMatchObject({ printed: '\x04', raised: '' })
  })
})

describe('a board that says nothing', () => {
  it('ends a question and a program within a deadline', async () => {
    vi.useFakeTimers()
    const { link } = linkThatSays()
    const repl = new RawRepl({ link, reader: new ByteReader(link) })
    const filesystem = new ReplFilesystem(repl, () => Promise.resolve())
    const ends = (work: Promise<unknown>) => work.then(String, (e: { code: string }) => e.code)
    const digest = ends(digestOnBoard(filesystem, '/a.py', {}))
    const run = ends(filesystem.run('x', { onOutput: () => undefined }))
    await vi.advanceTimersByTimeAsync(600_000)
    expect(await Promise.race([digest, 'still asking'])).toBe('repl-silent')
    expect(await Promise.race([run, 'still running'])).toBe('repl-silent')
    vi.useRealTimers()
  })
})
