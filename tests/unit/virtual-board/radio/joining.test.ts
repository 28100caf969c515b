/** Which networks a phone sees, and what becomes of joining them. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { VisibleNetwork } from '../../../../src/phone/phone-link'
import { encode } from '../../../support/bytes'
import { RadioRig } from './radio-rig'

let rig: RadioRig
beforeEach(() => void (rig = new RadioRig()))

const names = () => rig.phone.visible.map(({ name }) => name)
const seesBoard = () => rig.phone.visible.some(({ isBoard }) => isBoard)

describe('on the air', () => {
  it('the board first, then the others as strong as they are; hidden ones and a router that is off not', () => {
    const rows = rig.phone.visible.map(({ name, secured, bars }) => [name, secured, bars])
    expect(rows).toEqual([
      ['Board', false, 4],
      ['Home', true, 4],
      ['Café "Zürich", 2. Stock', true, 3],
      ['Library', false, 2],
      ['Flat 3B', true, 2],
      ['🐈 upstairs', true, 1],
    ])
  })

  it('not the board while its access point is closed, hidden, or nothing runs on the chip', () => {
    rig.radio.accessPoint.hidden = 1
    expect(seesBoard()).toBe(false)
    rig.radio.accessPoint.hidden = 0
    rig.radio.setAccessPointActive(false)
    expect(seesBoard()).toBe(false)
    rig.radio.setAccessPointActive(true)
    rig.radio.turnOff()
    expect(seesBoard()).toBe(false)
  })

  it.each([
    [Uint8Array.of(0x48, 0xff, 0x0a), 'H\\xff\\x0a'],
    [encode('a\u0000b'), 'a\\x00b'],
    [encode('Zoë 🐈'), 'Zoë 🐈'],
  ])('a name of any bytes: %j', (ssid, shown) => {
    rig.radio.accessPoint.ssid = ssid.slice()
    expect(names()[0]).toBe(shown)
  })

  it('tells whoever listens when networks come and go', () => {
    let told = 0
    const stop = rig.phone.onChange(() => told++)
    rig.radio.changeNetwork(rig.home(), { off: true })
    expect([told, names().includes('Home')]).toEqual([1, false])
    stop()
    rig.radio.changeNetwork(rig.home(), { off: false })
    expect(told).toBe(1)
  })
})

describe('joining the board', () => {
  it('gives an address of its network; the board is router and DNS server', async () => {
    const joined = await rig.join('Board')
    expect(joined).toMatchObject({ address: '192.168.4.100', router: '192.168.4.1' })
    expect(joined.dns).toBe('192.168.4.1')
    expect(rig.phone.joined).toBe(joined)
    expect(rig.radio.accessPoint.clients).toHaveLength(1)
    rig.phone.leave()
    expect([rig.phone.joined, rig.radio.accessPoint.clients]).toEqual([undefined, []])
  })

  it('follows the address that the portal has set', async () => {
    rig.radio.accessPoint.ifconfig = '4.3.2.1,255.255.255.0,4.3.2.1,4.3.2.1'
    expect(await rig.join('Board')).toMatchObject({ address: '4.3.2.100', router: '4.3.2.1' })
  })

  it('four stations, each with its own address; no fifth one', async () => {
    const phones = [rig.phone, rig.anotherPhone(), rig.anotherPhone(), rig.anotherPhone()]
    const addresses = []
    for (const phone of phones) addresses.push((await rig.join('Board', '', phone)).address)
    expect(new Set(addresses).size).toBe(4)
    await expect(rig.join('Board', '', rig.anotherPhone())).rejects.toMatchObject({
      reason: 'full',
    })
    phones[1]!.leave()
    expect((await rig.join('Board', '', rig.anotherPhone())).address).toBe(addresses[1])
  })

  it('needs its key if it has one', async () => {
    rig.radio.accessPoint.security = 4
    rig.radio.accessPoint.key = encode('micropythoN')
    await expect(rig.join('Board', 'wrong')).rejects.toMatchObject({ reason: 'wrong-password' })
    await rig.join('Board', 'micropythoN')
  })

  it('that is gone by then: not found', async () => {
    const board = rig.find('Board')
    rig.radio.setAccessPointActive(false)
    await expect(rig.running(rig.phone.join(board, ''))).rejects.toMatchObject({
      reason: 'not-found',
    })
  })

  it('waits while the radio scans', async () => {
    rig.radio.scanStarts()
    const before = rig.clock.now()
    await rig.join('Board')
    expect(rig.clock.now() - before).toBeGreaterThan(rig.radio.scanMs)
  })

  it('ends with the reason of its signal, and leaves nothing behind', async () => {
    const stop = new AbortController()
    const joining = rig.phone.join(rig.find('Board'), '', stop.signal)
    rig.clock.after(700, () => stop.abort(new Error('enough')))
    await expect(rig.running(joining)).rejects.toThrow('enough')
    expect(rig.radio.accessPoint.clients).toEqual([])
  })

  it('ends when another network is joined', async () => {
    const first = rig.phone.join(rig.find('Board'), '')
    const second = rig.join('Library')
    await expect(first).rejects.toThrow('another network')
    await second
    expect(rig.phone.joined?.network.name).toBe('Library')
  })
})

describe('joining another network', () => {
  const reason = async (name: string, key = '') =>
    rig.join(name, key).then(
      () => 'joined',
      (error: { reason: string }) => error.reason,
    )

  it('with its key, with a wrong one, without one', async () => {
    expect(await reason('Home', 'correct horse')).toBe('joined')
    expect(rig.phone.joined).toMatchObject({ address: '192.168.1.50', router: '192.168.1.1' })
    expect(await reason('Home', 'wrong horse')).toBe('wrong-password')
    expect(rig.phone.joined).toBeUndefined()
    expect(await reason('Library')).toBe('joined')
  })

  it('that refuses everybody, gives no address, or is gone', async () => {
    rig.home().refuses = true
    expect(await reason('Home', 'correct horse')).toBe('wrong-password')
    rig.home().refuses = false
    rig.home().dhcpMs = Infinity
    expect(await reason('Home', 'correct horse')).toBe('no-address')
    const home: VisibleNetwork = rig.find('Home')
    rig.home().off = true
    await expect(rig.running(rig.phone.join(home, 'correct horse'))).rejects.toMatchObject({
      reason: 'not-found',
    })
  })
})

describe('the phone is dropped', () => {
  beforeEach(() => rig.join('Board'))

  it('at once when the access point closes', () => {
    rig.radio.setAccessPointActive(false)
    expect(rig.phone.joined).toBeUndefined()
  })

  it('after three seconds without a beacon when the power is gone', () => {
    rig.radio.turnOff()
    rig.clock.advance(2900)
    expect(rig.phone.joined).toBeDefined()
    rig.clock.advance(200)
    expect(rig.phone.joined).toBeUndefined()
  })

  it('as soon as a board that was reset answers that it knows nobody', () => {
    rig.radio.turnOff()
    rig.clock.advance(500)
    rig.radio.reset()
    expect(rig.phone.joined).toBeUndefined()
  })

  it('when the access point follows the station to another channel; it is found again after a while', async () => {
    rig.radio.accessPoint.channel = 1
    rig.radio.connect(encode('Home'), encode('correct horse'))
    rig.clock.advance(599)
    expect(rig.phone.joined).toBeDefined()
    rig.clock.advance(1)
    expect([rig.phone.joined, rig.radio.accessPoint.channel]).toEqual([undefined, 6])
    expect(seesBoard()).toBe(false)
    let told = 0
    rig.phone.onChange(() => told++)
    rig.clock.advance(4000)
    expect([seesBoard(), told]).toEqual([true, 1])
    await rig.join('Board')
  })

  it('not when the station stays on the channel, or has given up before', () => {
    rig.radio.accessPoint.channel = 6
    rig.radio.connect(encode('Home'), encode('correct horse'))
    rig.clock.advance(1000)
    rig.radio.connect(encode('Library'), encode(''))
    rig.radio.disconnect()
    rig.clock.advance(1000)
    expect(rig.phone.joined).toBeDefined()
  })

  it('from the home network, when the router has been off for three seconds', async () => {
    await rig.join('Home', 'correct horse')
    rig.radio.changeNetwork(rig.home(), { off: true })
    rig.clock.advance(2000)
    rig.radio.changeNetwork(rig.home(), { off: false })
    rig.clock.advance(10_000)
    expect(rig.phone.joined).toBeDefined()
    rig.radio.changeNetwork(rig.home(), { off: true })
    rig.clock.advance(3000)
    expect(rig.phone.joined).toBeUndefined()
  })
})
