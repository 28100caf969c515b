/** What a board prints must not reach beyond the text; checked on xterm.js itself. */
import { Terminal } from '@xterm/xterm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { neutralise } from '../../../../src/ui/console/sanitize-output'

let terminal: Terminal
let titles: string[]
let typed: string[]

function open(safe: boolean) {
  terminal = new Terminal({ cols: 60, rows: 5, logLevel: 'off', allowProposedApi: true })
  titles = []
  typed = []
  terminal.onTitleChange((title) => titles.push(title))
  terminal.onData((text) => typed.push(text))
  if (safe) neutralise(terminal.parser)
}
const print = (text: string) => new Promise<void>((resolve) => terminal.write(text, resolve))
const line = (row = 0) => terminal.buffer.active.getLine(row)?.translateToString(true)

beforeEach(() => open(true))
afterEach(() => terminal.dispose())

test('text, colours and cursor movement still work', async () => {
  await print('>>> \x1b[31mred\x1b[0m\r\n\x1b[2Ctwo')
  expect(line(0)).toBe('>>> red')
  expect(line(1)).toBe('  two')
})

/** Each with what an unprotected terminal does, so that the test knows that it tests something. */
const answers = [
  ['device attributes', '\x1b[c'],
  ['secondary device attributes', '\x1b[>c'],
  ['cursor position', '\x1b[6n'],
  ['private cursor position', '\x1b[?6n'],
  ['status', '\x1b[5n'],
  ['mode request', '\x1b[?2004$p'],
  ['setting request', '\x1bP$qm\x1b\\'],
] as const

test.each(answers)(
  'an unprotected terminal would answer a request for %s',
  async (_what, bytes) => {
    open(false)
    await print(bytes)
    expect(typed.length).toBeGreaterThan(0)
  },
)

test.each(answers)('nothing is typed in answer to a request for %s', async (_what, bytes) => {
  await print(`${bytes}after`)
  expect(typed).toEqual([])
  expect(line()).toBe('after')
})

test.each(['\x1b]0;evil\x07', '\x1b]2;evil\x1b\\', '\x1b]1;evil\x07'])(
  'the title stays: %j',
  async (bytes) => {
    await print(`${bytes}after`)
    expect(titles).toEqual([])
    expect(line()).toBe('after')
  },
)

test('clipboard, links, palette and directory commands leave only the text', async () => {
  const commands = [
    '52;c;aGVsbG8=',
    '8;;https://example.com/',
    '4;1;rgb:00/00/00',
    '10;?',
    '7;file:///',
    '1337;File=:AA==',
  ]
  for (const command of commands) await print(`\x1b]${command}\x07x`)
  expect(line()).toBe('xxxxxx')
  expect(typed).toEqual([])
})

test('a link of the board is no link', async () => {
  await print('\x1b]8;;https://example.com/\x07click\x1b]8;;\x07')
  const cell = terminal.buffer.active.getLine(0)?.getCell(0)
  expect(line()).toBe('click')
  expect(cell?.isUnderline()).toBe(0)
})

test('mouse, focus, alternate screen and bracketed paste stay off', async () => {
  for (const mode of [9, 1000, 1002, 1003, 1004, 1006, 1049, 2004]) await print(`\x1b[?${mode}h`)
  expect(terminal.modes.mouseTrackingMode).toBe('none')
  expect(terminal.modes.sendFocusMode).toBe(false)
  expect(terminal.modes.bracketedPasteMode).toBe(false)
  expect(terminal.buffer.active.type).toBe('normal')
})

test('harmless modes still work, such as hiding the cursor', async () => {
  await print('\x1b[?7l' + 'x'.repeat(70))
  expect(terminal.modes.wraparoundMode).toBe(false)
})
