/** Every message in both directions, byte for byte: https://www.improv-wifi.com/serial/ */
import { describe, expect, it, test } from 'vitest'
import { readAddress } from '../../../src/improv/address'
import { askNetworks, askState, askToJoin } from '../../../src/improv/commands'
import { encodeFrame } from '../../../src/improv/frame'
import { readMessage } from '../../../src/improv/messages'
import { barsOf, merged, network, readNetwork } from '../../../src/improv/networks'
import { shownName } from '../../../src/improv/shown-name'
import { settings, STATE, SCAN } from '../../firmware/improv-client'
import { encode, fromHex, toHex } from '../../support/bytes'

describe('what is asked', () => {
  it('state and networks', () => {
    expect(toHex(askState())).toBe('494d50524f5601' + '03' + '02' + '0200' + 'e5')
    expect(toHex(askNetworks())).toBe('494d50524f5601' + '03' + '02' + '0400' + 'e7')
    expect([...askState()]).toEqual(STATE)
    expect([...askNetworks()]).toEqual(SCAN)
  })

  it('a network, as in the example of the protocol', () => {
    const [name, password] = [encode('MyWirelessAP'), encode('mysecurepassword')]
    const frame = toHex(askToJoin({ name, password }))
    expect(frame).toContain(`0320011e0c${toHex(name)}10${toHex(password)}`)
    expect([...askToJoin({ name, password })]).toEqual(settings('MyWirelessAP', 'mysecurepassword'))
  })

  it('any 32 bytes, no password, and the longest', () => {
    const name = Uint8Array.from({ length: 32 }, (_, at) => at * 8)
    expect([...askToJoin({ name, password: encode('') })]).toEqual(settings(name, ''))
    const hex = encode('0123456789abcdef'.repeat(4))
    expect([...askToJoin({ name, password: hex })]).toEqual(settings(name, hex))
    const words = encode('grüezi, mitenand 🐈')
    expect([...askToJoin({ name, password: words })]).toEqual(settings(name, words))
  })

  it('what no network can have is refused without a word of it', () => {
    const secret = 'a secret that is much too long '.repeat(3)
    const long = { name: encode('Home'), password: encode(secret) }
    expect(() => askToJoin(long)).toThrow(/^A password has at most 64 bytes\.$/)
    expect(() => askToJoin({ name: encode(''), password: encode('') })).toThrow('1 to 32')
    expect(() => askToJoin({ name: encode('x'.repeat(33)), password: encode('') })).toThrow(
      '1 to 32',
    )
    expect(() => encodeFrame({ type: 4, data: new Uint8Array(256) })).toThrow(RangeError)
  })
})

const read = (type: number, ...data: number[]) => readMessage({ type, data: Uint8Array.from(data) })

describe('what is answered', () => {
  it('states', () => {
    expect([2, 3, 4].map((state) => read(1, state))).toEqual(
      ['ready', 'joining', 'joined'].map((state) => ({ is: 'state', state })),
    )
    for (const wrong of [[], [0], [1], [5], [2, 0]]) expect(read(1, ...wrong)).toBeUndefined()
  })

  it('errors', () => {
    const names = ['none', 'damaged', 'unknown-command', 'unable', 'other']
    expect([0, 1, 2, 3, 255].map((code) => read(2, code))).toEqual(
      names.map((error) => ({ is: 'error', error })),
    )
    expect(read(2)).toBeUndefined()
    expect(read(2, 0, 0)).toBeUndefined()
  })

  it('results: strings, each after its length', () => {
    const strings = [encode('a'), encode(''), encode('bc')]
    expect(read(4, 1, 6, 1, 97, 0, 2, 98, 99)).toEqual({ is: 'result', command: 1, strings })
    expect(read(4, 4, 0)).toEqual({ is: 'result', command: 4, strings: [] })
    expect(read(4, 1, 5, 1, 97, 0, 2, 98, 99), 'a wrong size').toBeUndefined()
    expect(read(4, 1, 3, 3, 97, 98), 'a string beyond the end').toBeUndefined()
    expect(read(4), 'nothing').toBeUndefined()
    expect(read(3, 2, 0), 'a command').toBeUndefined()
  })

  it('networks', () => {
    const of = (...strings: string[]) => readNetwork(strings.map((one) => encode(one)))
    const home = { name: encode('Home'), signalDbm: -48, secured: true }
    expect(of('Home', '-48', 'YES')).toEqual(home)
    expect(of('Home', '-48', 'NO')).toEqual({ ...home, secured: false })
    for (const wrong of [
      ['Home', '-48'],
      ['Home', '-48', 'YES', ''],
      ['Home', '-48', 'yes'],
      ['Home', '4.8', 'YES'],
      ['Home', '', 'YES'],
      ['Home', '-999', 'YES'],
      ['Home', '20', 'YES'],
      ['', '-48', 'YES'],
      ['\0\0\0', '-48', 'YES'],
      ['x'.repeat(33), '-48', 'YES'],
    ]) {
      expect(of(...wrong), wrong.join()).toBeUndefined()
    }
  })
})

test('one of each name, the strongest first', () => {
  const near = network(encode('Home'), -40, true)!
  const far = network(encode('Home'), -80, true)!
  const other = network(encode('home'), -60, false)!
  expect(merged([far, other, near])).toEqual([near, other])
  const many = Array.from({ length: 500 }, (_, at) => network(encode(`${at}`), -60, true)!)
  expect(merged(many)).toHaveLength(64)
  expect([-30, -55, -56, -67, -68, -78, -79].map((signalDbm) => barsOf({ signalDbm }))).toEqual([
    4, 4, 3, 3, 2, 2, 1,
  ])
})

test.each<[string, string | undefined]>([
  ['http://192.168.1.23/', 'http://192.168.1.23/'],
  ['HTTPS://lamp.local', 'https://lamp.local/'],
  ['http://192.168.1.23/set-up?a=1#b', 'http://192.168.1.23/set-up?a=1#b'],
  ['', undefined],
  ['lamp.local', undefined],
  ['javascript:alert(1)', undefined],
  ['data:text/html,x', undefined],
  ['http://', undefined],
  ['http://user:password@lamp.local/', undefined],
  ['http://a b/', undefined],
  ['java\nscript:alert(1)', undefined],
  ['http://lamp.local/\u202egnp', undefined],
  [`http://lamp.local/${'x'.repeat(200)}`, undefined],
])('the address %j', (said, link) => {
  expect(readAddress(encode(said))).toBe(link)
  expect(readAddress(undefined)).toBeUndefined()
})

test.each<[string, string]>([
  [toHex(encode('Café "Zürich", 2. Stock')), 'Café "Zürich", 2. Stock'],
  [toHex(encode('👨‍👩‍👧 🐈')), '👨‍👩‍👧 🐈'],
  [toHex(encode('שלום')), 'שלום'],
  [toHex(encode('<b>x</b>')), '<b>x</b>'],
  [toHex(encode('a\u202eb')), 'a\\u{202e}b'],
  [toHex(encode('a\nb\x1b[2J')), 'a\\u{a}b\\u{1b}[2J'],
  [toHex(encode('\u200dx')), '\\u{200d}x'],
  [toHex(encode(' Home  ')), '␣Home␣␣'],
  [toHex(encode('a\u2028b\ufeff')), 'a\\u{2028}b\\u{feff}'],
  ['ff00416263', '\\xff\\x00Abc'],
])('a name of the bytes %s', (digits, shown) => {
  expect(shownName(fromHex(digits))).toBe(shown)
})
