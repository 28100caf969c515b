import { describe, expect, it } from 'vitest'
import { parseTraceback, pythonError } from '../../../src/micropython/traceback'
import { recorded } from './scripted-link'

/** The text between two Ctrl-D, or before the prompt, of a recorded exchange. */
const said = (step: string) =>
  recorded(step)
    .rx.replace(/^OK|>+ $|>$/g, '')
    .replaceAll('\x04', '')

describe('recorded tracebacks', () => {
  it('of a running program', () => {
    expect(parseTraceback(said('exception in raw REPL'))).toEqual({
      frames: [{ file: '<stdin>', line: 1, function: '<module>' }],
      type: 'ZeroDivisionError',
      message: 'divide by zero',
    })
  })

  it('of a syntax error, whose frame has no function', () => {
    expect(parseTraceback(said('syntax error in raw REPL'))).toEqual({
      frames: [{ file: '<stdin>', line: 1 }],
      type: 'SyntaxError',
      message: 'invalid syntax',
    })
  })

  it('of Ctrl-C, without a message', () => {
    expect(parseTraceback(said('Ctrl-C stops it'))).toMatchObject({
      type: 'KeyboardInterrupt',
      message: '',
    })
  })

  it('of a missing file, with its errno, behind the echo of the line', () => {
    expect(parseTraceback(said('no such file'))).toMatchObject({
      type: 'OSError',
      message: '[Errno 2] ENOENT',
      errno: 2,
    })
  })

  it.each([
    ['no such file', 'file-missing'],
    ['MemoryError', 'no-memory'],
    ['exception in raw REPL', 'python-error'],
  ])('"%s" is %s', (step, code) => {
    expect(pythonError(said(step)).code).toBe(code)
  })
})

it.each([
  ['[Errno 17] EEXIST', 'file-exists'],
  ['[Errno 20] EEXIST', 'file-exists'], // the WebAssembly port's number
  ['20', 'file-missing'],
  ['[Errno 21] EISDIR', 'file-missing'],
  ['28', 'no-space'],
  ['5', 'python-error'],
])('"OSError: %s" is %s', (message, code) => {
  expect(pythonError(`Traceback (most recent call last):\r\nOSError: ${message}\r\n`).code).toBe(
    code,
  )
})

describe('tracebacks', () => {
  const heading = 'Traceback (most recent call last):\r\n'

  it('keep their frames in order, outermost first', () => {
    const text =
      `${heading}  File "main.py", line 2, in <module>\r\n` +
      '  File "/lib/a b.py", line 10, in start\r\n  File "x.py", line 7\r\nSyntaxError: invalid syntax\r\n'
    expect(parseTraceback(text)?.frames).toEqual([
      { file: 'main.py', line: 2, function: '<module>' },
      { file: '/lib/a b.py', line: 10, function: 'start' },
      { file: 'x.py', line: 7 },
    ])
    expect(pythonError(text).message).toBe('SyntaxError: invalid syntax (x.py, line 7)')
  })

  it('may stand after others that the program printed itself', () => {
    const first = `${heading}  File "a.py", line 1, in f\r\nValueError: handled\r\n`
    const second = `${heading}  File "b.py", line 2, in g\r\nKeyError: last\r\n`
    expect(parseTraceback(first + second)).toMatchObject({ type: 'KeyError', message: 'last' })
  })

  it('may have a message of several lines', () => {
    const text = `${heading}  File "a.py", line 1, in f\r\nValueError: one\r\ntwo\r\n`
    expect(parseTraceback(text)?.message).toBe('one\ntwo')
  })

  it('may have no heading when there was no memory for one', () => {
    expect(pythonError('MemoryError: memory allocation failed, heap is locked\r\n').code).toBe(
      'no-memory',
    )
  })

  it.each(['OSError: 28', 'OSError: [Errno 28] ENOSPC'])('%s is no-space', (line) => {
    expect(pythonError(`${heading}  File "a.py", line 1, in f\r\n${line}\r\n`).code).toBe(
      'no-space',
    )
  })

  it('that are none give an error all the same, without quoting them', () => {
    expect(parseTraceback('12 garbage')).toBeUndefined()
    expect(pythonError('12 garbage')).toMatchObject({ code: 'python-error' })
    expect(pythonError('12 garbage').message).not.toContain('garbage')
  })
})
