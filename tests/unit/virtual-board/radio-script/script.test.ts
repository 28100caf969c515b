/** Scripts and commands for the virtual radio: what they may say, and what then happens. */
import { beforeEach, describe, expect, it } from 'vitest'
import { VirtualClock } from '../../../../src/virtual-board/clock'
import { defaultNetworks } from '../../../../src/virtual-board/radio/networks'
import { Radio, stationStatus } from '../../../../src/virtual-board/radio/radio'
import { parseCommand } from '../../../../src/virtual-board/radio-script/commands'
import { parseScript } from '../../../../src/virtual-board/radio-script/script'
import { networkName, ScriptRunner } from '../../../../src/virtual-board/radio-script/script-runner'
import { encode } from '../../../support/bytes'

describe('a script', () => {
  it('names networks as text or in hexadecimal, with everything that makes them difficult', () => {
    const { networks } = parseScript(`{ "networks": [
      { "ssid": "Home", "key": "correct horse", "channel": 6, "rssi": -48, "address": "192.168.1.23" },
      { "ssidHex": "00ff", "hidden": true, "off": true, "refuses": true, "dhcpMs": "never" },
      { "ssid": "Late", "key": "", "dhcpMs": 15000 } ] }`)
    expect(networks).toEqual([
      { ssid: 'Home', key: 'correct horse', channel: 6, rssi: -48, address: '192.168.1.23' },
      { ssid: Uint8Array.of(0, 255), hidden: true, off: true, refuses: true, dhcpMs: Infinity },
      { ssid: 'Late', key: '', dhcpMs: 15000 },
    ])
  })

  it('may leave out the networks: then there are the usual ones', () => {
    expect(parseScript('{}')).toEqual({ networks: defaultNetworks, events: [] })
  })

  it('says what happens when, in the words that can also be typed', () => {
    const { events } = parseScript('{ "events": [{ "atMs": 20000, "do": "late 5 Home" }] }')
    expect(events).toEqual([{ atMs: 20000, do: { do: 'late', seconds: 5, network: 'Home' } }])
  })

  it.each([
    ['{', /JSON/],
    ['[]', /the file: an object is expected/],
    ['{ "nets": [] }', /nets/],
    ['{ "networks": [{ "ssid": "" }] }', /^networks\.0/],
    ['{ "networks": [{ "key": "" }] }', /^networks\.0: a network has an ssid/],
    [`{ "networks": [{ "ssid": "${'ü'.repeat(17)}" }] }`, /32 bytes/],
    ['{ "networks": [{ "ssid": "a", "key": "short" }] }', /^networks\.0\.key: a key has 8/],
    ['{ "networks": [{ "ssid": "a", "channel": 15 }] }', /^networks\.0\.channel/],
    ['{ "networks": [{ "ssid": "a", "rssi": 5 }] }', /^networks\.0\.rssi/],
    ['{ "networks": [{ "ssid": "a", "dhcpMs": "soon" }] }', /^networks\.0\.dhcpMs/],
    ['{ "networks": [{ "ssid": "a", "address": "here" }] }', /^networks\.0\.address/],
    ['{ "networks": [{ "ssidHex": "0" }] }', /^networks\.0/],
    ['{ "events": [{ "atMs": -1, "do": "leave" }] }', /^events\.0\.atMs/],
    ['{ "events": [{ "atMs": 1, "do": "sing" }] }', /^events\.0\.do: "sing" is not a command/],
  ])('%s is refused with the place of the mistake', (json, words) => {
    expect(() => parseScript(json)).toThrow(words)
  })
})

describe('a command', () => {
  it.each([
    ['off Home', { do: 'off', network: 'Home' }],
    ['  no-dhcp Café "Zürich", 2. Stock ', { do: 'no-dhcp', network: 'Café "Zürich", 2. Stock' }],
    ['late 2.5 My Home', { do: 'late', seconds: 2.5, network: 'My Home' }],
    ['scan-fails', { do: 'scan-fails', count: 1 }],
    ['scan-fails 3', { do: 'scan-fails', count: 3 }],
    ['hop', { do: 'hop', seconds: 4 }],
    ['leave', { do: 'leave' }],
  ])('%s', (line, command) => {
    expect(parseCommand(line)).toEqual(command)
  })

  it.each([
    ['', /"" is not a command/],
    ['sing', /"sing" is not a command/],
    ['off', /off needs the name of a network/],
    ['late Home', /late needs a number/],
    ['late 5', /late SECONDS needs the name/],
    ['hop far', /hop needs a number/],
    ['scan-fails -1', /scan-fails needs a number/],
  ])('%j is refused', (line, words) => {
    expect(() => parseCommand(line)).toThrow(words)
  })
})

describe('the script runner', () => {
  let clock: VirtualClock
  let radio: Radio
  let runner: ScriptRunner
  let told: string[]
  let lost: number

  const home = { ssid: 'Home', key: 'correct horse', channel: 6, rssi: -48 }
  const play = (events = '[]') => {
    const script = parseScript(
      `{ "networks": [${JSON.stringify(home)}, { "ssid": "Far", "channel": 11 }], "events": ${events} }`,
    )
    const onPhoneLost = () => void lost++
    const tell = (text: string) => void told.push(text)
    runner = new ScriptRunner({ clock, radio, script, onPhoneLost, tell })
  }
  const say = (line: string) => runner.perform(parseCommand(line))
  const statusAfter = (ms: number, network = home.ssid, key = home.key) => {
    radio.connect(encode(network), encode(key))
    clock.advance(ms)
    return radio.status
  }

  beforeEach(() => {
    clock = new VirtualClock()
    radio = new Radio({ clock, mac: Uint8Array.of(0x18, 0xfe, 0x34, 1, 2, 3) })
    radio.setStationActive(true)
    radio.setAccessPointActive(true)
    radio.accessPoint.channel = 6
    told = []
    lost = 0
    play()
  })

  it('a network goes and comes back as it was', () => {
    say('off Home')
    expect(statusAfter(5000)).toBe(stationStatus.noApFound)
    say('on Home')
    expect(statusAfter(5000)).toBe(stationStatus.gotIp)
  })

  it('the right password is refused until it is accepted', () => {
    say('refuse Home')
    expect(statusAfter(5000)).toBe(stationStatus.wrongPassword)
    say('accept Home')
    expect(statusAfter(5000)).toBe(stationStatus.gotIp)
  })

  it('no address, a late address', () => {
    say('no-dhcp Home')
    expect(statusAfter(3_600_000)).toBe(stationStatus.connecting)
    say('late 15 Home')
    expect(statusAfter(15_000)).toBe(stationStatus.connecting)
    clock.advance(2000)
    expect(radio.status).toBe(stationStatus.gotIp)
  })

  it('the given number of scans fails', () => {
    say('scan-fails 3')
    expect(radio.scanFailures).toBe(3)
  })

  it('lists the networks as they are now', () => {
    say('off Far')
    say('no-dhcp Home')
    expect(say('networks')).toBe(
      '  Home: password "correct horse", channel 6, -48 dBm, no DHCP\n' +
        '  Far: open, channel 11, -60 dBm, off',
    )
  })

  it('an unknown network is an error with the known ones', () => {
    expect(() => say('off Nowhere')).toThrow('There is no network "Nowhere", only Home, Far')
  })

  it('connections from the host are those of one phone at the access point', () => {
    expect([runner.admit(), runner.admit()]).toEqual([true, true])
    expect(radio.accessPoint.clients).toHaveLength(1)
    say('leave')
    expect([runner.admit(), lost, radio.accessPoint.clients]).toEqual([false, 1, []])
    say('come')
    expect(runner.admit()).toBe(true)
  })

  it('no phone is admitted while there is neither access point nor connection', () => {
    radio.setAccessPointActive(false)
    expect(runner.admit()).toBe(false)
    statusAfter(5000)
    expect(runner.admit()).toBe(true)
  })

  it('a station on another channel moves the access point there, and the phone is disconnected', () => {
    runner.admit()
    radio.connect(encode('Far'), encode(''))
    expect([runner.admit(), lost]).toEqual([true, 0]) // the search takes a moment
    clock.advance(1000)
    expect([runner.admit(), lost, radio.accessPoint.channel]).toEqual([false, 1, 11])
    clock.advance(4000)
    expect(runner.admit()).toBe(true)
    expect(told).toEqual([
      'channel 6 → 11: the phone has fallen off the access point for 4 s',
      'the phone is back',
    ])
  })

  it('a station on the same channel disconnects no phone', () => {
    runner.admit()
    statusAfter(5000)
    expect([lost, told]).toEqual([0, []])
  })

  it('what the script says happens in its time, mistakes included', () => {
    runner.dispose()
    play('[{ "atMs": 500, "do": "off Home" }, { "atMs": 900, "do": "off Nowhere" }]')
    clock.advance(499)
    expect(told).toEqual([])
    clock.advance(500)
    expect(told).toEqual([
      'Home is gone from the air',
      'There is no network "Nowhere", only Home, Far',
    ])
  })

  it('nothing happens any more after the end', () => {
    play('[{ "atMs": 500, "do": "off Home" }]')
    say('hop')
    runner.dispose()
    clock.advance(10_000)
    expect(told).toEqual([])
  })
})

it('a name that is not UTF-8 is shown as hexadecimal', () => {
  expect(networkName({ ssid: encode('Café') })).toBe('Café')
  expect(networkName({ ssid: Uint8Array.of(0, 255, 13) })).toBe('00ff0d')
})
