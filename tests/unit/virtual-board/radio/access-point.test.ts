/** What the SDK takes as an access point's configuration, which channels are heard, and static addresses. */
import { beforeEach, describe, expect, it } from 'vitest'
import { AccessPoint, isConfigPossible } from '../../../../src/virtual-board/radio/access-point'
import { VirtualPhone } from '../../../../src/virtual-board/radio/virtual-phone'
import { encode } from '../../../support/bytes'
import { homeAddress, RadioRig } from './radio-rig'

const usual = {
  ssid: encode('Board').slice(),
  key: encode('12345678').slice(),
  security: 3,
  channel: 6,
  hidden: 0,
  maxClients: 4,
}
const keyOf = (length: number) => new Uint8Array(length).fill(0x61)

describe('a configuration', () => {
  it.each([
    ['WPA2 with 8 characters', {}, true],
    ['with 63', { key: keyOf(63) }, true],
    ['with 7', { key: keyOf(7) }, false],
    ['with 64', { key: keyOf(64) }, false],
    ['with none', { key: keyOf(0) }, false],
    ['WPA', { security: 2 }, true],
    ['WPA and WPA2', { security: 4 }, true],
    ['WEP', { security: 1 }, false],
    ['unknown security', { security: 5 }, false],
    ['open, with what is left of a key', { security: 0, key: keyOf(3) }, true],
    ['no name', { ssid: keyOf(0) }, false],
    ['channel 13', { channel: 13 }, true],
    ['channel 14', { channel: 14 }, false],
    ['channel 0', { channel: 0 }, false],
  ])('%s: taken is %s', (_, change, taken) => {
    expect(isConfigPossible({ ...usual, ...change })).toBe(taken)
  })

  it('is in force as a whole, or not at all', () => {
    const point = new AccessPoint()
    point.set({ ssid: usual.ssid, channel: 11 })
    expect([point.channel, point.apply(), point.channel]).toEqual([1, true, 11])
    point.set({ security: 3, channel: 6 }) // without a key
    expect([point.apply(), point.security, point.channel]).toEqual([false, 0, 11])
    point.set({ key: usual.key })
    expect([point.apply(), point.security]).toEqual([true, 0])
    point.set({ security: 3 })
    point.forget()
    expect([point.apply(), point.security]).toEqual([true, 0])
  })
})

let rig: RadioRig
beforeEach(() => void (rig = new RadioRig()))

describe('channels above 11', () => {
  it('a phone that does not hear them neither sees nor joins a board there', async () => {
    const phone = new VirtualPhone({ ...rig, lastChannel: 11 })
    const board = phone.visible.find(({ isBoard }) => isBoard)!
    rig.radio.hop(13)
    rig.clock.advance(10_000)
    expect(phone.visible.some(({ isBoard }) => isBoard)).toBe(false)
    await expect(rig.running(phone.join(board, ''))).rejects.toMatchObject({ reason: 'not-found' })
    expect(rig.phone.visible.some(({ isBoard }) => isBoard)).toBe(true)
    rig.radio.hop(11)
    rig.clock.advance(10_000)
    await rig.running(phone.join(board, ''))
  })

  it('the board follows its network to 13, and stays there when it fails', () => {
    rig.radio.changeNetwork(rig.home(), { channel: 13 })
    rig.radio.connect(encode('Home'), encode('wrong password'))
    rig.clock.advance(5000)
    rig.radio.disconnect()
    expect(rig.radio.accessPoint.channel).toBe(13)
  })

  it('the SDK hears nothing on 14', () => {
    rig.radio.changeNetwork(rig.home(), { channel: 14 })
    expect(rig.radio.heard).not.toContain(rig.home())
    rig.radio.connect(encode('Home'), encode('correct horse'))
    rig.clock.advance(5000)
    expect(rig.radio.status).toBe(3)
  })
})

describe('a static address', () => {
  const use = async (address: string) => {
    rig.radio.setStationIfconfig(`${address},255.255.255.0,192.168.1.1,192.168.1.1`)
    rig.radio.connect(encode('Home'), encode('correct horse'))
    rig.clock.advance(1500)
    rig.listen()
    await rig.join('Home', 'correct horse')
  }

  it('needs no DHCP server, and is where the board is reached', async () => {
    rig.home().dhcpMs = Infinity
    rig.radio.setStationIfconfig('192.168.1.77,255.255.255.0,192.168.1.1,192.168.1.1')
    rig.radio.connect(encode('Home'), encode('correct horse'))
    rig.clock.advance(1500)
    expect(rig.radio.status).toBe(5)
    rig.home().dhcpMs = 0
    rig.listen()
    await rig.join('Home', 'correct horse')
    await rig.connect('192.168.1.77')
    await expect(rig.connect(homeAddress)).rejects.toMatchObject({ reason: 'timed-out' })
  })

  it.each(['10.0.0.5', '192.168.2.77'])(
    '%s of another network: joined, and not reached',
    async (address) => {
      await use(address)
      expect(rig.radio.status).toBe(5)
      await expect(rig.connect(address)).rejects.toThrow()
    },
  )
})
