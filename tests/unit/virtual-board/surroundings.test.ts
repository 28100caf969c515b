/** What can be switched around the virtual board: each does what it says, and can be undone. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { RadioScenario, Surroundings } from '../../../src/phone/surroundings'
import { createVirtualBoard, defaultMac, type VirtualBoard } from '../../../src/virtual-board/board'
import { VirtualClock } from '../../../src/virtual-board/clock'
import type { Program } from '../../../src/virtual-board/chip/program'
import { stationStatus, type Radio } from '../../../src/virtual-board/radio/radio'
import { pageEnvironment, surroundingsOf } from '../../../src/virtual-board/surroundings'
import { makeDemoImage } from '../../../src/images/demo-image'
import { decode, encode } from '../../support/bytes'
import { readAll } from '../../support/phone-http'
import { microtasks, running } from '../../support/virtual-time'

let clock: VirtualClock
let board: VirtualBoard
let around: Surroundings
let radio: Radio
let told: number
let printed: string

/** A program that joins the home network and opens an access point, and says so. */
const program = (start: () => void) => (): Program => ({
  start(context) {
    start()
    context.transmit(encode('started\r\n'))
  },
  receive: () => undefined,
  stop: () => radio.turnOff(),
})

beforeEach(async () => {
  clock = new VirtualClock()
  const environment = pageEnvironment(clock, defaultMac)
  radio = environment.radio
  const flash = makeDemoImage()
  flash[3] = 0x40 // 4 MB
  printed = ''
  const starts = () => {
    radio.reset()
    radio.setStationActive(true)
  }
  board = createVirtualBoard({ clock, flash, program: program(starts) })
  around = surroundingsOf(board, {
    clock,
    environment,
    internet: (host, path) => (path === '/there' ? { status: 200, body: `at ${host}` } : undefined),
    internetAddress: (name) => (name === 'known.example' ? '131.107.255.255' : undefined),
  })
  told = 0
  around.onChange(() => told++)
  const receive = (bytes: Uint8Array) => void (printed += decode(bytes))
  board.bridge.open({ room: () => Infinity, receive, lost: () => undefined }, 115_200)
  await booted()
})

async function booted(): Promise<void> {
  for (let n = 0; n < 20; n++) {
    await microtasks()
    clock.advance(100)
  }
}

const statusAfter = (ms: number) => {
  clock.advance(ms)
  return radio.status
}
const join = (name: string, key: string) => {
  const network = around.phone.visible.find((one) => one.name === name)
  if (!network) return Promise.resolve('not on the air')
  return running(clock, around.phone.join(network, key)).then(
    () => 'joined',
    (error: { reason: string }) => error.reason,
  )
}
const joinHome = () => join(around.home.name, around.home.password)
const connectBoard = () => radio.connect(encode(around.home.name), encode(around.home.password))

describe('the home router', () => {
  const meets = async (name: RadioScenario) => {
    around.setScenario(name, true)
    connectBoard()
    const met = [statusAfter(8000), await joinHome()]
    around.setScenario(name, false)
    return [...met, statusAfter(8000), await joinHome()]
  }
  const fine = [stationStatus.gotIp, 'joined']

  it.each([
    ['router-off', stationStatus.noApFound, 'not on the air'],
    ['password-refused', stationStatus.wrongPassword, 'wrong-password'],
    ['no-address', stationStatus.connecting, 'no-address'],
  ] as const)('%s: board and phone meet the same, and it can be undone', async (name, ...met) => {
    expect(await meets(name)).toEqual([...met, ...fine])
    expect([told, around.scenarios.size]).toEqual([2, 0])
  })

  it('router-late: gone, and back after 30 seconds by itself', async () => {
    around.setScenario('router-late', true)
    connectBoard()
    expect(statusAfter(29_000)).toBe(stationStatus.noApFound)
    expect([...around.scenarios]).toEqual(['router-late'])
    expect(statusAfter(8000)).toBe(stationStatus.gotIp)
    expect([told, around.scenarios.size]).toEqual([2, 0])
  })

  it('router-late given up early stays so', () => {
    around.setScenario('router-late', true)
    around.setScenario('router-late', false)
    clock.advance(60_000)
    expect(told).toBe(2)
  })

  it('off and late at once: off until both are over', () => {
    around.setScenario('router-off', true)
    around.setScenario('router-late', true)
    connectBoard()
    expect(statusAfter(40_000)).toBe(stationStatus.noApFound)
    around.setScenario('router-off', false)
    expect(statusAfter(8000)).toBe(stationStatus.gotIp)
  })

  it('second-network: in reach, with its own password', async () => {
    const { name, password } = around.second
    expect(await join(name, password)).toBe('not on the air')
    around.setScenario('second-network', true)
    expect(await join(name, password)).toBe('joined')
    around.setScenario('second-network', false)
    clock.advance(4000)
    expect(around.phone.joined).toBeUndefined()
  })

  it('a router that refuses from now on lets those stay who are in its network', () => {
    connectBoard()
    clock.advance(8000)
    around.setScenario('password-refused', true)
    around.setScenario('no-address', true)
    expect(statusAfter(60_000)).toBe(stationStatus.gotIp)
  })

  it('the password is long enough for WPA, and typed with letters and a space', () => {
    expect(around.home.password).toMatch(/^[a-z ]{8,16}$/)
    expect(around.second.password).toMatch(/^[a-z ]{8,16}$/)
  })
})

describe('the Internet behind it', () => {
  /** One question for an A record, or of another type. */
  const dns = async (name: string, type = 1) => {
    const labels = name.split('.').flatMap((label) => [label.length, ...encode(label)])
    const query = [7, 9, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, type, 0, 1]
    const answer = await running(
      clock,
      around.phone.askUdp('192.168.1.1', 53, Uint8Array.from(query), 3000),
    )
    if (!answer) return undefined
    const code = answer[3]! & 15
    return answer[7] ? answer.slice(-4).join('.') : code
  }
  const get = async (host: string, path: string) => {
    const address = String(await dns(host))
    const socket = await running(clock, around.phone.connectTcp(address, 80, 3000))
    await running(clock, socket.send(encode(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)))
    return decode(await running(clock, readAll(socket)))
  }
  beforeEach(joinHome)

  it('has an address for every public name, the given one for some, none for names of the home', async () => {
    expect(await dns('www.example.org')).toMatch(/^203\.0\.113\.\d+$/)
    expect(await dns('WWW.example.org')).toBe(await dns('www.example.org'))
    expect(await dns('other.example.org')).not.toBe(await dns('www.example.org'))
    expect(await dns('known.example')).toBe('131.107.255.255')
    expect([await dns('wpad'), await dns('printer.local')]).toEqual([3, 3])
  })

  it('has no other records, and answers a question that is none with an error', async () => {
    expect(await dns('www.example.org', 28)).toBe(0)
    const odd = Uint8Array.of(1, 2, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0)
    const answer = await running(clock, around.phone.askUdp('192.168.1.1', 53, odd, 3000))
    expect(answer).toEqual(Uint8Array.of(1, 2, 0x81, 0x81, 0, 0, 0, 0, 0, 0, 0, 0))
  })

  it('answers HTTP as it is told to, and 404 for the rest', async () => {
    expect(await get('www.example.org', '/there')).toBe(
      'HTTP/1.1 200 \r\nContent-Length: 18\r\nConnection: close\r\n\r\nat www.example.org',
    )
    expect(await get('www.example.org', '/elsewhere')).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/)
  })

  it('opens port 443, where no TLS follows; other ports are closed', async () => {
    const address = String(await dns('www.example.org'))
    const socket = await running(clock, around.phone.connectTcp(address, 443, 3000))
    await running(clock, socket.send(encode('\x16\x03')))
    await expect(running(clock, socket.receive())).rejects.toThrow('reset')
    await expect(running(clock, around.phone.connectTcp(address, 25, 3000))).rejects.toMatchObject({
      reason: 'refused',
    })
  })

  it('is silent when the router is off', async () => {
    around.setScenario('router-off', true)
    expect(await dns('www.example.org')).toBeUndefined()
  })
})

describe('the supply', () => {
  it('off: nothing on the air or the console, no reset helps; the cable stays in', async () => {
    radio.setAccessPointActive(true)
    around.setPower(false)
    expect([around.isPowered, around.isPlugged, told]).toEqual([false, true, 1])
    printed = ''
    board.pressResetButton()
    board.bridge.setLines({ dataTerminalReady: false, requestToSend: true })
    board.bridge.setLines({ requestToSend: false })
    await booted()
    expect(printed).toBe('')
    expect(around.phone.visible.some(({ isBoard }) => isBoard)).toBe(false)
  })

  it('on again: it boots', async () => {
    around.setPower(false)
    around.setPower(false)
    around.setPower(true)
    printed = ''
    await booted()
    expect([printed, around.isPowered, told]).toEqual([expect.stringContaining('started'), true, 2])
  })

  it('is that of the cable too: unplugged there is none', () => {
    around.setPlugged(false)
    expect([around.isPlugged, around.isPowered, told]).toEqual([false, false, 1])
    around.setPlugged(true)
    expect([around.isPlugged, around.isPowered, told]).toEqual([true, true, 2])
  })
})

describe('the cable', () => {
  it('scenarios are what the faults say, whoever sets them', () => {
    around.setCableScenario('never-sync', true)
    around.setCableScenario('lost-acknowledgement', true)
    expect([...around.cableScenarios]).toEqual(['never-sync', 'lost-acknowledgement'])
    expect(board.faults.neverSync).toBe(true)
    expect(board.faults.losesAcknowledgement()).toBe(true)
    expect([...around.cableScenarios]).toEqual(['never-sync'])
    board.faults.clear()
    expect([around.cableScenarios.size, told]).toEqual([0, 4])
  })

  it('an acknowledgement that was to be lost can be kept', () => {
    around.setCableScenario('lost-acknowledgement', true)
    around.setCableScenario('lost-acknowledgement', false)
    expect(board.faults.losesAcknowledgement()).toBe(false)
  })
})

describe('a phone beside a board on which nothing of ours runs', () => {
  it('sees the neighbours and joins them', async () => {
    around.setPower(false)
    expect(around.phone.visible.map(({ name }) => name)).toContain('Home')
    expect(await joinHome()).toBe('joined')
  })
})
