/** A board's control sequences reach the real terminal only as far as its screen goes. */
import { Terminal } from '@xterm/xterm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ControlFilter } from '../../../../src/ui/console/control-filter'
import { neutralise } from '../../../../src/ui/console/sanitize-output'
import { decode, encode } from '../../../support/bytes'

const [rows, columns] = [5, 20]
let terminal: Terminal
let filter: ControlFilter
let typed: string[]

beforeEach(() => {
  terminal = new Terminal({ cols: columns, rows, logLevel: 'off', allowProposedApi: true })
  neutralise(terminal.parser)
  typed = []
  terminal.onData((text) => typed.push(text))
  filter = new ControlFilter(() => ({ rows, columns }))
})
afterEach(() => terminal.dispose())

const passed = (text: string) => decode(filter.pass(encode(text)))
const print = (text: string) =>
  new Promise<void>((resolve) => terminal.write(filter.pass(encode(text)), resolve))
const screen = () =>
  Array.from(
    { length: rows },
    (_, row) =>
      terminal.buffer.active.getLine(terminal.buffer.active.baseY + row)?.translateToString(true) ??
      '',
  )

describe('14 bytes do not freeze the tab', () => {
  const huge = ['2147483647', '4294967295', '99999999999999999999', '0002147483647', '1;2147483647']
  const finals = [...'@ABCDEFGHIJKLMPSTXZ`abdefghlmrsu']
  test.each(finals.flatMap((final) => huge.map((count) => [`${count}${final}`])))(
    'ESC [ %s',
    async (sequence) => {
      const text = passed(`x\x1b[${sequence}y`)
      for (const number of text.match(/\d+/g) ?? []) expect(Number(number)).toBeLessThan(10_000)
      await print(`x\x1b[${sequence}y`)
    },
  )

  test.each(['L', 'M', 'S', 'T'])(
    'a huge count of %s does what a whole screen of it does',
    (final) => {
      expect(passed(`\x1b[2147483647${final}`)).toBe(`\x1b[${rows}${final}`)
    },
  )

  test.each(['@', 'P', 'X', 'I', 'Z'])('a huge count of %s goes as far as the line', (final) => {
    expect(passed(`\x1b[2147483647${final}`)).toBe(`\x1b[${columns}${final}`)
  })

  test('a huge repetition fills one line', () => {
    expect(passed('x\x1b[2147483647b')).toBe(`x\x1b[${columns}b`)
  })

  test('a letter with a thousand accents is not repeated', () => {
    expect(passed('\u0301'.repeat(1000) + '\x1b[20b')).not.toContain('\x1b')
  })

  test('counts that fit stay as they are', () => {
    const usual = '\x1b[3S\x1b[2;4H\x1b[1;31m\x1b[38:2::1:2:3m\x1b[K\x1b[?25l\x1b[2 q\x1b7\x1b8'
    expect(passed(usual)).toBe(usual)
  })

  test('the second fence alone also drops what would keep the terminal busy', async () => {
    for (const final of '@ILMPSTXZb')
      await new Promise<void>((done) => terminal.write(`x\x1b[2147483647${final}`, done))
    expect(screen().join('')).toContain('x')
  })
})

describe('what a console does not need is dropped', () => {
  test.each([
    ['clipboard', '\x1b]52;c;aGVsbG8=\x07'],
    ['title', '\x1b]0;evil\x1b\\'],
    ['link', '\x1b]8;;https://example.com/\x07'],
    ['title of 8-bit controls', '\u009d0;evil\u009c'],
    ['device attributes', '\x1b[c'],
    ['device attributes by 8-bit control', '\u009bc'],
    ['cursor position', '\x1b[6n'],
    ['terminal version', '\x1b[>q'],
    ['window manipulation', '\x1b[8;1000;1000t'],
    ['status request', '\x1bP$qm\x1b\\'],
    ['application command', '\x1b_Ga=q;\x1b\\'],
    ['privacy message', '\x1b^x\x1b\\'],
    ['start of string', '\x1bXx\x1b\\'],
    ['mouse', '\x1b[?1003h'],
    ['alternate screen', '\x1b[?1049h'],
    ['colour scheme reports', '\x1b[?2031h'],
    ['columns', "\x1b[2147483647'}\x1b[2147483647'~"],
    ['sideways', '\x1b[2147483647 @\x1b[2147483647 A'],
    ['character set', '\x1b(0\x1b)0\x1b%G'],
    ['screen full of E', '\x1b#8'],
    ['sub-parameters of a count', '\x1b[1:2147483647S'],
  ])('%s', async (_what, sequence) => {
    expect(passed(`${sequence}after`)).toBe('after')
    await print(`${sequence}after`)
    expect(screen()[0]).toBe('after')
    expect(typed).toEqual([])
  })

  test('of a list of modes only those that are allowed', () => {
    expect(passed('\x1b[?25;1049;7h\x1b[?2004h')).toBe('\x1b[?25;7h')
  })

  test('a full reset clears the screen and leaves the log above it', async () => {
    await print(Array.from({ length: 12 }, (_, row) => `row ${row}\r\n`).join('') + '\x1bcnew')
    expect(screen()[0]).toBe('new')
    expect(terminal.buffer.active.getLine(0)?.translateToString(true)).toBe('row 0')
  })
})

describe('a sequence without an end', () => {
  test.each([
    '\x1b]0;',
    '\x1bP',
    '\x1b_',
    '\x1b^',
    '\x1bX',
    '\u009d',
    '\x1b[',
    '\x1b[1;',
    '\x1b(',
    '\x1b',
  ])('%j does not swallow the next line', (start) => {
    expect(passed(`${start}\r\nTraceback`)).toContain('\nTraceback')
  })

  test.each(['\x1b]0;', '\x1bP', '\x1b_', '\x1b^', '\x1bX', '\u009d'])(
    '%j gives up after 1 KB',
    (start) => {
      expect(passed(start + 'a'.repeat(5000)).length).toBeGreaterThan(3900)
    },
  )

  test('a megabyte of digits is neither kept nor drawn, and the text after it is', () => {
    for (let piece = 0; piece < 256; piece++) expect(passed('\x1b[' + '9'.repeat(4096))).toBe('')
    expect(passed('Snot text\r\ntext')).toBe('not text\r\ntext')
  })
})

describe('text stays text', () => {
  test('letters beyond ASCII, also those that share a byte with 8-bit controls', () => {
    const text = 'Grüße £§±»Â → 日本 🙂\tend\r\n'
    expect(passed(text)).toBe(text)
  })

  test('bytes that are no UTF-8 pass as they are', () => {
    const noise = Uint8Array.from([0xc2, 0x41, 0xff, 0x9b, 0x80, 0xc2, 0xc2, 0xa3])
    expect([...filter.pass(noise)]).toEqual([...noise])
  })
})
