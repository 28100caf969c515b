/** What is remembered of static addresses, and what of it can be used. */
import { describe, expect, it } from 'vitest'
import { startBoard } from './board'
import { home, remember, runStart, startAtHome } from './stories'

const station = { ip: '192.168.1.50', gateway: '192.168.1.1' }

describe('/wifi.static', () => {
  it('remembers eight networks; a damaged line costs one', async () => {
    const board = await startBoard()
    board.run(`
from captive_portal import static
for i in range(10):
    static.save(b'net%d' % i, ('10.0.0.%d' % (i + 2), '255.255.255.0', '10.0.0.1', '10.0.0.1'))
static.save(b'net5', ())
print([name[0] for name in static.load()], static.load()[0])`)
    const names = [5, 9, 8, 7, 6, 4, 3, 2].map((i) => `b'net${i}'`).join(', ')
    expect(board.console()).toEqual([`[${names}] (b'net5', ())`])
    const text = Buffer.from(board.read('/wifi.static'))
      .toString()
      .replace('10.0.0.11', '10.0.0.12')
    board.write('/wifi.static', text)
    board.run('print(len(static.load()))')
    expect(board.console()).toEqual(['7'])
    for (const damaged of ['', '\xff\xfe', ' - ', 'x y z\n']) {
      board.write('/wifi.static', damaged)
      board.run('print(static.load())')
      expect(board.console()).toEqual(['[]'])
    }
  })

  it.each([
    "('a', 'b', 'c', 'd')",
    "('192.168.1.5', '', '', '')",
    "('256.1.1.1', '255.255.255.0', '1.1.1.1', '1.1.1.1')",
    "('1', '2', '3')",
  ])('%s with the right checksum are no addresses: the board joins by DHCP', async (values) => {
    const board = await startAtHome()
    remember(board, ['Home', home.key])
    board.run(`from captive_portal import static\nstatic.save(b'Home', ${values})`)
    expect(runStart(board).at(-1)).toBe('returned 192.168.1.23')
  })

  it('an address that the port does not take stops no start', async () => {
    const board = await startAtHome({ '/portal.json': JSON.stringify({ station }) })
    remember(board, ['Home', home.key])
    board.run(`
import network
real = network.WLAN.ifconfig
def failing(self, *values):
    if values:
        raise ValueError('invalid arguments')
    return real(self)
network.WLAN.ifconfig = failing`)
    const lines = runStart(board)
    expect(lines).toContain('The address could not be set: invalid arguments')
    expect(lines.at(-1)).toBe('returned 192.168.1.23')
    board.run('network.WLAN.ifconfig = real')
  })

  it('an IPv4 address is what octets() takes, and nothing else', async () => {
    const board = await startBoard()
    const texts = [
      '1.2.3.4',
      '255.255.255.255',
      '0.0.0.0',
      '1.2.3',
      '1.2.3.4.5',
      '1.2.3.-4',
      '1.2.3.+4',
      '1.2.3. 4',
      '01.2.3.4',
      '1.2.3.',
      '',
      '1_0.2.3.4',
      '٣.1.1.1',
    ]
    board.run(
      `from captive_portal.static import octets\nprint([octets(text) is not None for text in ${JSON.stringify(texts)}])`,
    )
    const found = JSON.parse(board.console()[0]!.toLowerCase()) as boolean[]
    expect(found).toEqual(texts.map((_, i) => i < 3))
  })
})
