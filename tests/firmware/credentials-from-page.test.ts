/** The credentials file that the page writes into the filesystem, read by the portal's own code. */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { credentialsPath } from '../../src/provision/files/paths'
import { withNetwork } from '../../src/provision/files/wifi-credentials'
import { startBoard, type Board } from './board'

let board: Board
beforeAll(async () => {
  board = await startBoard()
})

const hex = (text: string | Uint8Array) => Buffer.from(text as string).toString('hex')

/** What `credentials.load()` makes of the file, as [name, password] in hexadecimal. */
function loaded(file: Uint8Array): string[][] {
  board.write(credentialsPath, file)
  board.console()
  board.run(`
from binascii import hexlify
from captive_portal import credentials
for pair in credentials.load(): print(hexlify(pair[0]).decode() + ' ' + hexlify(pair[1]).decode())`)
  return board.console().map((line) => line.split(' '))
}

/** The file that the board itself writes for these networks, the last one used last. */
function savedByBoard(pairs: { name: string; password: string }[]): Uint8Array {
  board.run(`import os\ntry: os.remove('${credentialsPath}')\nexcept OSError: pass`)
  for (const { name, password } of pairs) {
    board.run(`
from binascii import unhexlify
from captive_portal import credentials
credentials.save(unhexlify('${hex(name)}'), unhexlify('${hex(password)}'))`)
  }
  board.console()
  board.run(`print(open('${credentialsPath}', 'rb').read().decode())`)
  return Buffer.from(board.console().join('\n'))
}

const sized = (min: number, max: number) =>
  fc
    .string({ minLength: 1, maxLength: max, unit: 'grapheme' })
    .filter((text) => Buffer.byteLength(text) >= min && Buffer.byteLength(text) <= max)
const network = fc.record({ name: sized(1, 32), password: fc.oneof(fc.constant(''), sized(8, 63)) })

describe('a network given on the page', () => {
  it('is what the portal loads, whatever characters it has', () => {
    fc.assert(
      fc.property(network, ({ name, password }) => {
        expect(loaded(withNetwork({ name, password }))).toEqual([[hex(name), hex(password)]])
      }),
      { numRuns: 60 },
    )
  })

  it('comes before the networks saved on the board, and none twice', () => {
    fc.assert(
      fc.property(fc.array(network, { maxLength: 9 }), network, (known, given) => {
        const file = withNetwork(given, known.length > 0 ? savedByBoard(known) : undefined)
        const names = [given, ...known.reverse()].map(({ name }) => hex(name))
        const expected = names.filter((name, index) => names.indexOf(name) === index).slice(0, 8)
        expect(loaded(file).map(([name]) => name)).toEqual(expected)
        expect(loaded(file)[0]).toEqual([hex(given.name), hex(given.password)])
      }),
      { numRuns: 30 },
    )
  })

  it("keeps the network of the blog series' file, also with commas", () => {
    const pairs = loaded(
      withNetwork({ name: 'New', password: '' }, Buffer.from('Home,secret,with,commas')),
    )
    expect(pairs).toContainEqual([hex('Home'), hex('secret,with,commas')])
    expect(pairs[0]).toEqual([hex('New'), ''])
  })

  it('drops damaged lines and keeps the others', () => {
    const two = withNetwork(
      { name: 'B', password: 'password' },
      withNetwork({ name: 'A', password: '' }),
    )
    const damaged = Buffer.from(
      new TextDecoder().decode(two).replace(hex('password'), hex('passw0rd')),
    )
    expect(loaded(withNetwork({ name: 'C', password: '' }, damaged)).map(([name]) => name)).toEqual(
      [hex('C'), hex('A')],
    )
  })

  it.each([
    ['', 'password'],
    ['x'.repeat(33), ''],
    ['ü'.repeat(17), ''],
    ['Home', 'four'],
    ['Home', 'x'.repeat(65)],
  ])('that cannot be one is refused: %j, %j', (name, password) => {
    expect(() => withNetwork({ name, password })).toThrowError(/bytes/)
  })
})
