import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { startBoard, type Board } from './board'

const FILE = '/wifi.creds'
let board: Board
beforeEach(async () => {
  board = await startBoard()
})

type Pair = [name: Uint8Array, key: Uint8Array]
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const text = (value: string): Uint8Array => Buffer.from(value)

function save(...pairs: Pair[]): void {
  const list = pairs.map(([name, key]) => `(unhexlify('${hex(name)}'), unhexlify('${hex(key)}'))`)
  board.run(`
from binascii import unhexlify
from captive_portal import credentials
for pair in (${list.join(', ')},): credentials.save(*pair)`)
}

function load(): Pair[] {
  board.console()
  board.run(`
from binascii import hexlify
from captive_portal import credentials
for pair in credentials.load(): print(hexlify(pair[0]).decode() + ' ' + hexlify(pair[1]).decode())`)
  return board.console().map((line) => {
    const [name = '', key = ''] = line.split(' ')
    return [Buffer.from(name, 'hex'), Buffer.from(key, 'hex')]
  })
}

const plain = (pairs: Pair[]) => pairs.map(([name, key]) => [hex(name), hex(key)])
const bytesOf = (min: number, max: number) => fc.uint8Array({ minLength: min, maxLength: max })
const anyPair = fc.tuple(
  bytesOf(1, 32),
  fc.oneof(bytesOf(8, 64), fc.constant(new Uint8Array())),
) as fc.Arbitrary<Pair>

describe('the credentials file', () => {
  it('keeps every byte of names and passwords, the last one first (200 runs)', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyPair, { minLength: 1, maxLength: 8, selector: ([n]) => hex(n) }),
        (pairs) => {
          board.run(
            'from captive_portal import credentials\ntry:\n    credentials.forget()\nexcept OSError: pass',
          )
          save(...pairs)
          expect(plain(load())).toEqual(plain([...pairs].reverse()))
        },
      ),
      { numRuns: 200 },
    )
  })

  it('keeps eight networks and drops the least recently used one', () => {
    const names = Array.from({ length: 9 }, (_, i) => `net ${i}`)
    save(...names.map((name): Pair => [text(name), text('password')]))
    expect(load().map(([name]) => Buffer.from(name).toString())).toEqual(names.slice(1).reverse())
  })

  it('has one entry for a network: a new password replaces the old one', () => {
    save(
      [text('a'), text('old password')],
      [text('b'), text('')],
      [text('a'), text('new password')],
    )
    expect(load().map((pair) => pair.map((part) => Buffer.from(part).toString()))).toEqual([
      ['a', 'new password'],
      ['b', ''],
    ])
  })

  it('loses one network, not all, when a byte of it is damaged (every byte tried)', () => {
    save([text('first'), text('password 1')], [text('second'), text('password 2')])
    const good = board.read(FILE)
    const all = plain(load())
    for (let at = 0; at < good.length; at++) {
      for (const damage of [0x00, 0x0a, 0x2c, 0x61, 0xff, (good[at] ?? 0) ^ 1]) {
        if (damage === good[at]) continue
        const damaged = good.slice()
        damaged[at] = damage
        board.write(FILE, damaged)
        const left = plain(load())
        expect(left.length, `byte ${at} is ${damage}`).toBeGreaterThanOrEqual(1)
        for (const pair of left) expect(all, `byte ${at} is ${damage}`).toContainEqual(pair)
      }
    }
  })

  it('is written at once: a power cut before the rename leaves the old one', () => {
    save([text('home'), text('password')])
    board.run(`
import os
real = os.rename
def cut(*_): raise OSError(5)
os.rename = cut
try: credentials.save(b'other', b'password')
except OSError: pass
os.rename = real`)
    expect(load().map(([name]) => Buffer.from(name).toString())).toEqual(['home'])
  })

  it.each([
    ['Home,correct horse', [['Home', 'correct horse']]],
    ['Home,pass,wor', [['Home', 'pass,wor']]],
    [
      'Caf\u00e9, x,password',
      [
        ['Caf\u00e9', ' x,password'],
        ['Caf\u00e9, x', 'password'],
      ],
    ],
  ])(
    'of the blog series (%j) is read in every way that makes sense, and rewritten',
    (content, pairs) => {
      board.write(FILE, content)
      expect(load().map((pair) => pair.map((part) => Buffer.from(part).toString()))).toEqual(pairs)
      expect(Buffer.from(board.read(FILE)).toString()).toMatch(/^captive_portal 1\n/)
      expect(load().map((pair) => pair.map((part) => Buffer.from(part).toString()))).toEqual(pairs)
    },
  )

  it.each(['', ',', 'nonsense', 'x'.repeat(99), '\0\xff\n\n,', 'name,short'])(
    'that is %j means no credentials',
    (content) => {
      board.write(FILE, content)
      expect(load()).toEqual([])
    },
  )

  it('and the copy in the chip are both deleted by forget()', () => {
    save([text('home'), text('password')])
    board.run('from captive_portal import CaptivePortal\nCaptivePortal().forget()')
    expect(board.exists(FILE)).toBe(false)
    const { attempts } = board.world.radio
    expect(attempts.at(-1)).toMatchObject({ ssid: new Uint8Array(), key: new Uint8Array() })
  })

  it('is never printed', () => {
    save([text('home'), text('secret password')])
    load()
    expect(board.console().join('\n')).not.toContain('secret')
  })
})
