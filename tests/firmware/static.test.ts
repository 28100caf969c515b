/** Static addresses: from /portal.json, from the form, remembered with a network. */
import { describe, expect, it } from 'vitest'
import type { Board } from './board'
import { settings } from './improv-client'
import { ask, head, home, remember, runStart, serve, startAtHome, submit, verdict } from './stories'

const station = { ip: '192.168.1.50', gateway: '192.168.1.1' }
const full = '192.168.1.50,255.255.255.0,192.168.1.1,192.168.1.1'
const options = (values: unknown) => ({ '/portal.json': JSON.stringify(values) })
const form = { addr: '192.168.1.50', mask: '', gate: '192.168.1.1', dns: '' }
const network = { ssid: 'Home', password: home.key }
const boxes = (page: string) =>
  ['addr', 'mask', 'gate', 'dns'].map(
    (name) => RegExp(`name="${name}" value="(.*?)"`).exec(page)?.[1],
  )

/** Plays a story while the portal is open, to the end of the program. */
function join(
  board: Board,
  story: () => Generator<number | (() => boolean), void, void>,
): string[] {
  board.world.play(function* () {
    yield () => board.world.network.isListening()
    yield* story()
  })
  return runStart(board)
}

describe('the option station', () => {
  it('is set before the board connects, and needs no DHCP', async () => {
    const board = await startAtHome(options({ station }))
    board.world.radio.networks = [{ ...home, addressAfterMs: Infinity }]
    remember(board, ['Home', home.key])
    expect(runStart(board)).toEqual([
      "Trying to connect to SSID 'Home'",
      'Static address 192.168.1.50',
      "Connected to 'Home' with IP 192.168.1.50",
      'returned 192.168.1.50',
    ])
    expect(board.world.radio.addresses).toEqual([full])
  })

  it('may name netmask and DNS server', async () => {
    const more = { ip: '10.1.2.3', netmask: '255.255.0.0', gateway: '10.1.0.1', dns: '9.9.9.9' }
    const board = await startAtHome(options({ station: more }))
    remember(board, ['Home', home.key])
    runStart(board)
    expect(board.world.radio.addresses).toEqual(['10.1.2.3,255.255.0.0,10.1.0.1,9.9.9.9'])
  })

  const unusable = [
    'text',
    [],
    {},
    { ip: '192.168.1.50' },
    { gateway: '192.168.1.1' },
    { ...station, ip: 5 },
    { ...station, ip: '192.168.1.500' },
    { ...station, ip: '192.168.01.5' },
    { ...station, ip: '192.168.1' },
    { ...station, ip: '192.168.1.0' },
    { ...station, ip: '192.168.1.255' },
    { ...station, ip: '192.168.1.1' },
    { ...station, ip: '192.168.2.50' },
    { ...station, netmask: '255.0.255.0' },
    { ...station, netmask: '255.255.255.254' },
    { ...station, netmask: '255.255.0.0' }, // the access point would be in it
    { ...station, dns: 'router' },
    { ip: '192.168.4.50', gateway: '192.168.4.2' },
    { ip: '224.0.0.5', gateway: '224.0.0.1' },
  ]

  it('that makes no sense is not used, and the console says so', async () => {
    const board = await startAtHome()
    remember(board, ['Home', home.key])
    for (const wrong of unusable) {
      board.write('/portal.json', JSON.stringify({ station: wrong }))
      const lines = runStart(board)
      expect(lines[0], JSON.stringify(wrong)).toBe('Not used: the option station')
      expect(lines.at(-1)).toBe('returned 192.168.1.23')
    }
    expect(board.world.radio.addresses).toEqual([])
  })

  it('may be in 192.168.4.0/24 if the access point is elsewhere', async () => {
    const board = await startAtHome(
      options({ ap_ip: '4.3.2.1', station: { ip: '192.168.4.50', gateway: '192.168.4.1' } }),
    )
    remember(board, ['Home', home.key])
    expect(runStart(board).at(-1)).toBe('returned 192.168.4.50')
  })
})

describe('the form', () => {
  it('has folded, empty fields; left empty the address comes from the router', async () => {
    const board = await startAtHome()
    join(board, function* () {
      const { body } = yield* ask(board, head('GET /'))
      expect(body).toContain('<details ><summary t>')
      expect(boxes(body)).toEqual(['', '', '', ''])
      yield* submit(board, { ...network, addr: '', mask: '', gate: '', dns: '' })
    })
    expect(board.world.radio.addresses).toEqual([])
    expect(board.exists('/wifi.static')).toBe(false)
  })

  it('gives a network its address, which is remembered with it', async () => {
    const board = await startAtHome()
    join(board, function* () {
      yield* submit(board, { ...network, ...form })
      expect(yield* verdict(board)).toMatchObject({ state: 'done', ip: '192.168.1.50' })
    })
    expect(board.world.radio.addresses).toEqual([full])
    expect(runStart(board).at(-1)).toBe('returned 192.168.1.50')
    board.world.radio.networks = [{ ...home, off: true }]
    serve(board, function* () {
      const { body } = yield* ask(board, head('GET /'))
      expect(body).toContain('<details open>')
      expect(boxes(body)).toEqual(full.split(','))
    })
    board.run('from captive_portal import CaptivePortal\nCaptivePortal().forget()')
    expect(board.exists('/wifi.static')).toBe(false)
  })

  it('goes back to DHCP, also against the option', async () => {
    const board = await startAtHome(options({ station }))
    join(board, function* () {
      expect(boxes((yield* ask(board, head('GET /'))).body)).toEqual(full.split(','))
      yield* submit(board, { ...network, addr: '', mask: '', gate: '', dns: '' })
      expect((yield* verdict(board)).state).toBe('done')
    })
    expect(runStart(board).at(-1)).toBe('returned 192.168.1.23')
    expect(board.world.radio.addresses).toEqual(['dhcp', 'dhcp'])
  })

  it('keeps one address a network, and none that was not joined with', async () => {
    const board = await startAtHome()
    board.world.radio.networks.push({ ssid: 'Other', key: 'other password', rssi: -80 })
    join(board, function* () {
      yield* submit(board, {
        ssid: 'Other',
        password: 'wrong password',
        ...form,
        addr: '192.168.1.60',
      })
      expect((yield* verdict(board)).state).toBe('wrong')
      yield* submit(board, { ...network, ...form })
      yield* verdict(board)
    })
    board.world.radio.networks.shift()
    remember(board, ['Other', 'other password'])
    expect(runStart(board).at(-1)).toBe('returned 192.168.1.23')
  })

  it('is answered where the access point’s own address has zeros in front, which is not used', async () => {
    const board = await startAtHome(options({ ap_ip: '192.168.04.1' }))
    const lines = join(board, function* () {
      yield* submit(board, { ...network, ...form })
      expect((yield* verdict(board)).state).toBe('done')
    })
    expect(lines[0]).toBe('Not used: the option ap_ip')
    expect(board.world.radio.addresses).toEqual([full])
  })

  const cases: [string, Partial<typeof form>, RegExp, string][] = [
    ['no address', { addr: '' }, /^This is no IPv4/, ''],
    ['no gateway', { gate: '' }, /^The gateway is/, ''],
    ['a word', { addr: '<b>x' }, /^This is no IPv4/, '<b>x'],
    ['a number too large', { gate: '192.168.1.256' }, /^This is no IPv4/, '192.168.1.256'],
    ['bytes that are no text', { dns: '\ufffd' }, /^This is no IPv4/, '\ufffd'],
    ['a netmask with holes', { mask: '255.255.1.0' }, /^This netmask/, '255.255.1.0'],
    ['the address of the network', { addr: '192.168.1.0' }, /^No single device/, '192.168.1.0'],
    ['that of everybody', { addr: '192.168.1.255' }, /^No single device/, '192.168.1.255'],
    ['a gateway elsewhere', { gate: '192.168.2.1' }, /^The gateway is/, '192.168.2.1'],
    ['the gateway itself', { addr: '192.168.1.1' }, /^The gateway is/, '192.168.1.1'],
    [
      'the access point',
      { addr: '192.168.4.9', gate: '192.168.4.2' },
      /^This address belongs/,
      '192.168.4.9',
    ],
  ]
  it.each(cases)(
    '%s: says what is wrong, keeps what was typed, and does not connect',
    async (_, wrong, text, about) => {
      const board = await startAtHome()
      serve(board, function* () {
        yield* submit(board, { ...network, ...form, ...wrong })
        const now = (yield* verdict(board)) as { text?: string; about: string }
        expect(now.text).toMatch(text)
        expect(now.text!.split('|')).toHaveLength(6)
        expect(now.about).toBe(about)
        const { body } = yield* ask(board, head('GET /'))
        const typed = { ...form, ...wrong }
        if (about !== '<b>x') expect(boxes(body).slice(0, 1)).toEqual([typed.addr])
        else expect(body).toContain('value="&lt;b&gt;x"')
        expect(board.world.radio.attempts).toEqual([])
        yield* submit(board, { ...network, ...form })
        expect((yield* verdict(board)).state).toBe('done')
      })
    },
  )

  it('says so if the address cannot be saved', async () => {
    const board = await startAtHome()
    board.run(`
import builtins
real = builtins.open
def failing(name, *mode):
    if name == '/wifi.static.new':
        raise OSError(28)
    return real(name, *mode)
builtins.open = failing`)
    const lines = join(board, function* () {
      yield* submit(board, { ...network, ...form })
      expect(yield* verdict(board)).toMatchObject({
        state: 'done',
        text: expect.stringMatching(/^Not saved/),
      })
    })
    expect(lines).toContain('Could not save /wifi.static: the flash is full')
  })
})

describe('over the cable', () => {
  it('a network comes with the address that belongs to it, or the option', async () => {
    const board = await startAtHome(options({ station }))
    join(board, function* () {
      board.world.console.send(settings('Home', home.key))
      yield () => board.world.radio.addresses.length > 0
    })
    expect(board.world.radio.addresses).toEqual([full])
  })

  it('while a program runs: a network without one goes back to DHCP', async () => {
    const board = await startAtHome()
    join(board, function* () {
      yield* submit(board, { ...network, ...form })
    })
    board.world.radio.networks.push({ ssid: 'Other', key: 'other password', ip: '10.0.0.7' })
    board.world.play(function* () {
      yield 100
      board.world.console.send(settings('Other', 'other password'))
    })
    board.run('from captive_portal import cable\nprint(cable.run(30).ifconfig()[0])')
    expect(board.console().at(-1)).toBe('10.0.0.7')
    expect(board.world.radio.addresses).toEqual([full, 'dhcp'])
  })
})
