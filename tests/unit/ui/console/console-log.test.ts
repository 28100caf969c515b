/** The kept log: bounded, in order, each part with its time; and what is made of it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConsoleLog } from '../../../../src/ui/console/console-log'
import { clockTime, LineStamps } from '../../../../src/ui/console/line-stamps'
import { plainLog } from '../../../../src/ui/console/plain-log'
import { fileName } from '../../../../src/ui/console/save-log'
import { concatBytes } from '../../../../src/bytes/bytes'
import { decode, encode } from '../../../support/bytes'

const at = new Date(2026, 10, 28, 9, 5, 7, 42).getTime()
const stamp = (ms = at) => `\x1b[2m${clockTime(ms)}\x1b[22m `

const chunks = fc.array(
  fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 0, max: 5 })),
  {
    maxLength: 40,
  },
)

describe('what is kept', () => {
  it('is what came, in its order, each byte with its time', () => {
    fc.assert(
      fc.property(chunks, (parts) => {
        const log = new ConsoleLog()
        for (const [bytes, ms] of parts) log.push(bytes, ms)
        const timed = (ms: number, bytes: Uint8Array) => Array.from(bytes, (byte) => [ms, byte])
        expect([...log.segments()].flatMap(({ ms, bytes }) => timed(ms, bytes))).toEqual(
          parts.flatMap(([bytes, ms]) => timed(ms, bytes)),
        )
      }),
    )
  })

  it('is bounded, and gives up the oldest', () => {
    const log = new ConsoleLog(100_000)
    for (let line = 0; line < 20_000; line++) log.push(encode(`line ${line}\r\n`), line)
    expect(log.sizeBytes).toBeLessThanOrEqual(100_000)
    expect(log.isCut).toBe(true)
    const text = decode(concatBytes([...log.segments()].map(({ bytes }) => bytes)))
    expect(text.endsWith('line 19999\r\n')).toBe(true)
    const last = decode(concatBytes([...log.segments(13)].map(({ bytes }) => bytes)))
    expect(last).toContain('line 19999')
    log.clear()
    expect([...log.segments()]).toEqual([])
  })
})

describe('time stamps', () => {
  const stamped = (...parts: string[]) => {
    const stamps = new LineStamps()
    return parts.map((part, index) => decode(stamps.push(encode(part), at + index))).join('')
  }

  it('stand before each line, with the time at which its first byte came', () => {
    expect(stamped('one\r\ntw', 'o\r\nthree')).toBe(
      `${stamp()}one\r\n${stamp()}two\r\n${stamp(at + 1)}three`,
    )
    expect(clockTime(at)).toBe('09:05:07.042')
  })

  it('leave empty lines empty, and stay when a line is written over from its start', () => {
    expect(stamped('\r\n\r\na\r\n')).toBe(`\r\n\r\n${stamp()}a\r\n`)
    expect(stamped('10 %\r', '20 %\r\n')).toBe(`${stamp()}10 %\r\x1b[13C20 %\r\n`)
  })

  it('add nothing but stamps, however a stream is cut', () => {
    const text = fc.array(fc.constantFrom('a', 'bc', '\r\n', '\n', ' '), { maxLength: 60 })
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (parts, size) => {
        const bytes = encode(parts.join(''))
        const whole = decode(new LineStamps().push(bytes, at))
        const stamps = new LineStamps()
        let cut = ''
        for (let from = 0; from < bytes.length; from += size) {
          cut += decode(stamps.push(bytes.subarray(from, from + size), at))
        }
        expect(cut).toBe(whole)
        expect(whole.replaceAll(stamp(), '')).toBe(parts.join(''))
        expect(whole.split(stamp()).length - 1).toBe(
          parts
            .join('')
            .split('\n')
            .filter((line) => /[^\r]/.test(line)).length,
        )
      }),
    )
  })
})

describe('the log as a file', () => {
  const plain = (text: string, options = { stamps: false, isCut: false }) =>
    [...plainLog([{ ms: at, bytes: encode(text) }], options)].join('')

  it('has no control sequences, and what was taken back is gone', () => {
    expect(plain('\x1b[31mred\x1b[0m\r\n')).toBe('red\n')
    expect(plain('>>> prnt\b\x1b[K\b\x1b[K\b\x1b[Krint(1)\r\n')).toBe('>>> print(1)\n')
    expect(plain('10 %\r20 %\r\n')).toBe('20 %\n')
    expect(plain('\x1b]0;title\x07text\r\n')).toBe('text\n')
  })

  it('begins each line with its time, if that is wanted', () => {
    expect(plain('a\r\nb', { stamps: true, isCut: false })).toBe('09:05:07.042 a\n09:05:07.042 b\n')
  })

  it('leaves out half a line at its beginning', () => {
    expect(plain('alf a line\r\nwhole\r\n', { stamps: false, isCut: true })).toBe('whole\n')
  })

  it('never has a control character, whatever a board printed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const text = [...plainLog([{ ms: at, bytes }], { stamps: true, isCut: false })].join('')
        // eslint-disable-next-line no-control-regex -- that is what must not be there
        expect(text).not.toMatch(/[\0-\x08\x0b-\x1f\x7f]/)
      }),
    )
  })

  it('is named by day and time', () => {
    expect(fileName(new Date(at))).toBe('console-2026-11-28-0905.txt')
  })
})
