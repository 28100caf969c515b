/**
 * Secrets that were planted in every place and in every notation are in no report. The notations are
 * those of Node, Python and RFC 3986, not our own.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reportText } from '../../src/report/report'
import { casesOfRun } from '../support/turns'
import { makeTraffic, mac, reportFacts } from '../support/report-facts'

const hex = (text: string) => Buffer.from(text).toString('hex')
const spaced = (text: string, between: string) => hex(text).match(/../g)!.join(between)

/** Of MicroPython: `mp_bytes_print`, which escapes all that is not printable ASCII. */
const pythonBytes = (text: string) =>
  [...Buffer.from(text)]
    .map((byte) => {
      if (byte === 0x27 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`
      return byte >= 0x20 && byte < 0x7f
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).padStart(2, '0')}`
    })
    .join('')

const asciiJson = (text: string) =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** As `hexdump -C`, `xxd` and `hexdump` print it: 16 bytes in a line, with an offset and a text column. */
function dump(text: string, cells: (bytes: Buffer) => string, column: (text: string) => string) {
  const bytes = Buffer.from(text)
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += 16) {
    const some = bytes.subarray(at, at + 16)
    const shown = some.toString('latin1').replace(/[^ -~]/g, '.')
    lines.push(`${at.toString(16).padStart(8, '0')}${cells(some).padEnd(50)}${column(shown)}`)
  }
  return `\r\n${lines.join('\r\n')}\r\n`
}
const inGroups = (bytes: Buffer, size: number) =>
  bytes
    .toString('hex')
    .match(new RegExp(`.{1,${2 * size}}`, 'g'))!
    .join(' ')
const swapped = (bytes: Buffer) => {
  const even = Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)])
  return inGroups(even.swap16(), 2)
}

const notations: Record<string, (text: string) => string> = {
  'as it is': (text) => text,
  'in capitals': (text) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  hex,
  HEX: (text) => hex(text).toUpperCase(),
  'hex dump': (text) => spaced(text, ' '),
  'hex with colons': (text) => spaced(text, ':'),
  '0x list': (text) => `0x${spaced(text, ', 0x')}`,
  '\\x list': (text) => `\\x${spaced(text, '\\x')}`,
  'hex of hex': (text) => hex(hex(text)),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 amidst': (text) => Buffer.from(`x${text}yz`).toString('base64'),
  'base64 of hex': (text) => Buffer.from(hex(text)).toString('base64'),
  'percent encoding': encodeURIComponent,
  'form encoding': (text) => new URLSearchParams({ k: text }).toString().slice(2),
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  'JSON in ASCII': asciiJson,
  'JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)),
  'Python bytes': pythonBytes,
  'hex of Python bytes': (text) => hex(pythonBytes(text)),
  'list of bytes': (text) => [...Buffer.from(text)].join(', '),
}

/** A Wi-Fi password as IEEE 802.11 has it, and a name; neither by chance a word of the report. */
const printable = fc.string({
  unit: fc.constantFrom(...'abcdefghijkXYZ0189 \'"\\,;:%&+-_=<>{}#~`$äöü€'),
  minLength: 12,
  maxLength: 40,
})
const secret = printable.map((text) => `q${text.trim()}q`)

/** Splits `text` into chunks at arbitrary places. */
function chunks(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = []
  let at = 0
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length]!
    pieces.push(bytes.subarray(at, at + size))
    at += size
  }
  return pieces
}

/** The report without the places where a line or a column breaks what belongs together. */
function readings(report: string): string[] {
  const dump = report.split('\n').filter((line) => /^ +(\d+\.\d+ s [→←])?/.test(line))
  const columns = dump.map((line) => line.slice(14))
  const hexColumn = columns.map((line) => line.slice(0, 48).replaceAll(' ', '')).join('')
  const textColumn = columns.map((line) => line.slice(49)).join('')
  return [report, hexColumn, textColumn].map((text) => text.toLowerCase())
}

function expectAbsent(report: string, value: string) {
  for (const reading of readings(report)) {
    const left = Object.entries(notations)
      .map(([name, write]) => [name, write(value)] as const)
      .filter(([, written]) => reading.includes(written.toLowerCase()))
    expect(left).toEqual([])
  }
}

const runs = { numRuns: casesOfRun(30) }
const sizesOfChunks = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 })

describe(`a report, with secrets in ${Object.keys(notations).length} notations`, () => {
  it.each(Object.entries(notations))('keeps no password that passed %s', (_, write) => {
    const property = fc.property(
      secret,
      sizesOfChunks,
      fc.constantFrom('in' as const, 'out' as const),
      fc.boolean(),
      (password, sizes, direction, names) => {
        const traffic = makeTraffic()
        const bytes = Buffer.from(`before ${write(password)} after\r\n`)
        for (const piece of chunks(bytes, sizes)) traffic.pass(direction, new Uint8Array(piece))
        traffic.note(`heard ${write(password)}`)
        const problem = {
          code: 'python-error',
          message: `It said ${write(password)}.`,
          causes: [write(password)],
          heard: `…${write(password)}…`,
        }
        const report = reportText(reportFacts({ traffic, problem, passwords: [password] }), {
          names,
        })
        expectAbsent(report, password)
        expect(report).toContain('[password]')
      },
    )
    fc.assert(property, runs)
  })

  it('keeps no network name unless it is ticked, and then it does', () => {
    const property = fc.property(secret, sizesOfChunks, (name, sizes) => {
      const traffic = makeTraffic()
      const said = `Trying to connect to SSID '${name}'\r\nplain ${name} again\r\n`
      for (const piece of chunks(Buffer.from(said), sizes))
        traffic.pass('in', new Uint8Array(piece))
      const problem = { code: 'x', message: `plain ${name} here`, causes: [] }
      const facts = reportFacts({ traffic, problem, names: [name] })
      expectAbsent(reportText(facts, { names: false }), name)
      expect(reportText(facts, { names: true })).toContain(`plain ${name} here`)
    })
    fc.assert(property, runs)
  })

  it('keeps nothing of a password whose beginning was forgotten', () => {
    const property = fc.property(secret, fc.integer({ min: 1, max: 10 }), (password, left) => {
      const traffic = makeTraffic()
      const last = Buffer.from(password).subarray(-left)
      traffic.pass('in', new Uint8Array(8192 - left + 1).fill(0x2e))
      const [start] = traffic.entries
      expect(start).toBeDefined()
      const all = makeTraffic()
      all.pass(
        'in',
        Uint8Array.from([...Buffer.from(password), ...Buffer.alloc(8192 - left, 0x2e)]),
      )
      const report = reportText(reportFacts({ traffic: all, passwords: [password] }), {
        names: false,
      })
      const [entry] = all.entries
      expect(entry?.kind === 'bytes' && Buffer.from(entry.bytes).indexOf(last)).toBe(0)
      expect(report).not.toContain(last.toString())
    })
    fc.assert(property, { numRuns: 20 })
  })
})

/** What is read by eyes, or put together again by whoever gets the report; every part of it must be gone. */
const looks: Record<string, (text: string) => string> = {
  'with colours inside': (text) => text.replace(/./gu, (letter) => `${letter}\x1b[1;31m`),
  'with a colour in its midst': (text) => `${text.slice(0, 6)}\x1b[0m${text.slice(6)}`,
  'with a typing error taken back': (text) => `${text.slice(0, 6)}xy\b \b\b${text.slice(6)}`,
  'deleted with DEL': (text) => `${text.slice(0, 6)}x\x7f${text.slice(6)}`,
  'wrapped anywhere': (text) => text.match(/[\s\S]{1,5}/g)!.join('\r\n'),
  'wrapped with indentation': (text) => text.match(/[\s\S]{1,7}/g)!.join('\n    '),
  'wrapped at spaces': (text) => text.replaceAll(' ', '\n'),
  'wrapped base64': (text) =>
    Buffer.from(text)
      .toString('base64')
      .match(/.{1,8}/g)!
      .join('\n  '),
  'hexdump -C': (text) =>
    dump(
      text,
      (b) => `  ${inGroups(b, 1)}`,
      (c) => `  |${c}|`,
    ),
  xxd: (text) =>
    dump(
      text,
      (b) => `: ${inGroups(b, 2)}`,
      (c) => `  ${c}`,
    ),
  'hexdump of words': (text) =>
    dump(
      text,
      (b) => ` ${swapped(b)}`,
      () => '',
    ),
  'quoted-printable': (text) =>
    [...Buffer.from(text)].map((b) => `=${b.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  'quoted-printable wrapped': (text) =>
    `${text.slice(0, 6).replace(/=/g, '=3D')}=\r\n${text.slice(6).replace(/=/g, '=3D')}`,
  NFD: (text) => text.normalize('NFD'),
  'all capitals': (text) => text.toUpperCase(),
  'capitals of NFD': (text) => text.normalize('NFD').toUpperCase(),
  'capitals of NFD in hex': (text) => hex(text.normalize('NFD').toUpperCase()),
  'capitals, percent-encoded': (text) => encodeURIComponent(text.toUpperCase()),
}

/** Letters alone: at least four in a row of these must not be left anywhere. */
const letters = fc
  .array(fc.constantFrom(...'klmnpqrtvwxzKLMNPQRTVWXZäöüÄÖÜéß'), { minLength: 12, maxLength: 30 })
  .map((some) => `q${some.join('')}q`)

describe('a password that stands otherwise than it was typed', () => {
  it.each(Object.entries(looks))('%s is in no report', (_, write) => {
    const property = fc.property(letters, sizesOfChunks, fc.boolean(), (password, sizes, names) => {
      const traffic = makeTraffic()
      const bytes = Buffer.from(`before ${write(password)} after\r\n`)
      for (const piece of chunks(bytes, sizes)) traffic.pass('in', new Uint8Array(piece))
      const heard = `before ${write(password)} after`
      const problem = { code: 'python-error', message: 'It failed.', causes: [], heard }
      const report = reportText(reportFacts({ traffic, problem, passwords: [password] }), { names })
      expect(report).toContain('[password]')
      expectAbsent(report, password)
      // The words around it are still there, and nothing of what stood between them but the label.
      const [, section = ''] = /What the board said:\n\n?([\s\S]*?)\n\n## /.exec(report) ?? []
      const left = section.replace(/\[(password|…|hex digits)\]/g, '').toLowerCase()
      const own = password.normalize('NFD').toLowerCase()
      for (let at = 0; at + 6 <= own.length; at++) {
        expect(left.normalize('NFD'), own.slice(at, at + 6)).not.toContain(own.slice(at, at + 6))
      }
    })
    fc.assert(property, runs)
  })
})

describe('the MAC address', () => {
  const own = '424442'
  const written: Record<string, string> = {
    colons: mac,
    capitals: mac.toUpperCase(),
    hyphens: mac.replaceAll(':', '-'),
    dots: '18fe.3442.4442',
    together: '18fe34424442',
    spaces: mac.replaceAll(':', ' '),
    'of the access point': '1a:fe:34:42:44:42',
    'access point': "Access point 'ESP8266-424442' is open",
    'SDK default': 'MicroPython-424442',
    'ESP_ name': 'ESP_424442',
    'Python bytes': "b'\\x18\\xfe4BDB'",
    list: '(24, 254, 52, 66, 68, 66)',
  }

  it.each(Object.entries(written))('shows its vendor only: %s', (_, text) => {
    for (const known of [true, false]) {
      // Decimal numbers are only an address where the address is known.
      if (!known && text.startsWith('(')) continue
      const traffic = makeTraffic()
      for (const byte of Buffer.from(`${text}\r\n`)) traffic.pass('in', Uint8Array.of(byte))
      const identity = known
        ? {
            chip: 'ESP8266EX',
            mac,
            crystalMhz: 26,
            flashManufacturer: 0xc8,
            flashDevice: 0x4016,
            flashSizeBytes: 4194304,
          }
        : undefined
      const problem = { code: 'x', message: text, causes: [] }
      const macs = known ? [mac] : []
      const facts = reportFacts({ traffic, problem, identity, macs })
      const report = reportText(facts, { names: false })
      const bare = readings(report).map((reading) => reading.replace(/[^0-9a-z]/g, ''))
      for (const reading of bare) expect(reading).not.toContain(own)
      for (const reading of readings(report)) expect(reading).not.toContain('bdb')
      expect(report).not.toContain('66, 68, 66')
      if (identity) expect(report).toContain('MAC: 18:fe:34:[')
      if (known) expect(reportText(facts, { names: true })).toContain(`MAC: ${mac}`)
    }
  })
})
