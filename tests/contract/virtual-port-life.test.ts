/**
 * The virtual board's `SerialPort` and `Serial` against what Chromium's do
 * (https://wicg.github.io/serial/ and Chromium's modules/serial): flow, signals, unplugging, picker.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { VirtualBoardOptions } from '../../src/virtual-board/board'
import { VirtualClock } from '../../src/virtual-board/clock'
import type { Clock } from '../../src/virtual-board/clock'
import type { Rig } from './rig'
import { makeRig, pass } from './rig'
import { failureText, settle } from '../support/promises'

let board: Rig['board']
let puppet: Rig['puppet']
let clock: Rig['clock']

async function boot(options?: VirtualBoardOptions): Promise<void> {
  ;({ board, puppet, clock } = await makeRig(options))
}

beforeEach(() => boot())
afterEach(() => board.dispose())

describe('flow', () => {
  it('unpaced, holds the chip back instead of losing bytes', async () => {
    await board.port.open({ baudRate: 115200 })
    const sent = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 31) & 0xff)
    puppet.say(sent)
    const received: number[] = []
    const reader = board.port.readable!.getReader()
    while (received.length < sent.length) received.push(...(await reader.read()).value!)
    expect(Uint8Array.from(received)).toEqual(sent)
  })

  it('paced, loses what is not read in time, with BufferOverrunError', async () => {
    await boot({ pace: true })
    await board.port.open({ baudRate: 115200, bufferSize: 100 })
    puppet.say(new Uint8Array(10_000))
    await pass(clock, 1000)
    const reader = board.port.readable!.getReader()
    let received = 0
    const error = await failureText(
      (async () => {
        for (;;) received += (await reader.read()).value!.length
      })(),
    )
    expect(error).toMatch(/^BufferOverrunError/)
    expect(received).toBe(100 + 4096)
  })

  it('paced, carries 11520 bytes a second at 115200 baud in each direction', async () => {
    await boot({ pace: true })
    await board.port.open({ baudRate: 115200, bufferSize: 65536 })
    const writer = board.port.writable!.getWriter()
    void writer.write(new Uint8Array(23_040))
    puppet.say(new Uint8Array(23_040))
    await settle()
    await pass(clock, 1000)
    expect(puppet.received.length).toBeGreaterThan(11_450)
    expect(puppet.received.length).toBeLessThanOrEqual(11_520)
    const { value } = await board.port.readable!.getReader().read()
    expect(value!.length).toBeGreaterThan(11_450)
    expect(value!.length).toBeLessThanOrEqual(11_520)
  })

  it('paced, carries one byte at a time where a byte takes longer than a timer', async () => {
    await boot({ pace: true })
    await board.port.open({ baudRate: 300 })
    puppet.context!.setBaudRate(300)
    void board.port.writable!.getWriter().write(new Uint8Array(100))
    await settle()
    await pass(clock, 1000)
    expect(puppet.received.length).toBe(30)
  })

  it('paced, loses nothing to a reader that reads, even if timers fire once a second', async () => {
    const time = new VirtualClock()
    const lazyClock: Clock = {
      now: () => time.now(),
      after: (ms, fn) => time.after(Math.ceil((time.now() + ms) / 1000) * 1000 - time.now(), fn),
    }
    await boot({ pace: true, clock: lazyClock })
    await pass(time, 3000)
    await board.port.open({ baudRate: 115200 })
    const sent = Uint8Array.from({ length: 20_000 }, (_, i) => (i * 31) & 0xff)
    puppet.say(sent)
    const received: number[] = []
    void (async () => {
      const reader = board.port.readable!.getReader()
      for (;;) received.push(...(await reader.read()).value!)
    })()
    await pass(time, 3000)
    expect(Uint8Array.from(received)).toEqual(sent)
  })

  it('paced, a write is done when the driver has taken it, not before', async () => {
    await boot({ pace: true })
    await board.port.open({ baudRate: 115200, bufferSize: 4096 })
    const done = vi.fn()
    void board.port.writable!.getWriter().write(new Uint8Array(20_000)).then(done)
    await settle()
    await pass(clock, 1000)
    await settle()
    expect(done).not.toHaveBeenCalled()
    await pass(clock, 50)
    await settle()
    expect(done).toHaveBeenCalled()
  })
})

describe('signals', () => {
  beforeEach(() => board.port.open({ baudRate: 115200 }))

  it('need at least one member', async () => {
    expect(await failureText(board.port.setSignals({}))).toBe(
      "TypeError: Failed to execute 'setSignals' on 'SerialPort': Signals dictionary must contain at least one member.",
    )
  })

  it('are inputs that nothing drives on these boards', async () => {
    expect(await board.port.getSignals()).toEqual({
      clearToSend: false,
      dataCarrierDetect: false,
      dataSetReady: false,
      ringIndicator: false,
    })
  })
})

describe('unplugging', () => {
  it('fails reads and writes with NetworkError and leaves no streams', async () => {
    await board.port.open({ baudRate: 115200 })
    const reader = board.port.readable!.getReader()
    const writer = board.port.writable!.getWriter()
    const read = failureText(reader.read())
    board.unplug()
    expect(await read).toBe('NetworkError: The device has been lost.')
    expect(await failureText(writer.write(Uint8Array.of(1)))).toBe('resolved')
    await settle()
    expect(await failureText(writer.write(Uint8Array.of(1)))).toBe(
      'NetworkError: The device has been lost.',
    )
    expect([board.port.readable, board.port.writable]).toEqual([null, null])
  })

  it('fails a write under way', async () => {
    await boot({ pace: true })
    await board.port.open({ baudRate: 9600 })
    const write = failureText(board.port.writable!.getWriter().write(new Uint8Array(50_000)))
    await settle()
    board.unplug()
    expect(await write).toBe('NetworkError: The device has been lost.')
  })

  it('fails signals with NetworkError; close still works, and after replugging open does', async () => {
    await board.port.open({ baudRate: 115200 })
    board.unplug()
    expect(await failureText(board.port.setSignals({ requestToSend: true }))).toMatch(
      /^NetworkError/,
    )
    expect(await failureText(board.port.getSignals())).toMatch(/^NetworkError/)
    await board.port.close()
    expect(await failureText(board.port.open({ baudRate: 115200 }))).toMatch(/^NetworkError/)
    board.plug()
    await board.port.open({ baudRate: 115200 })
  })

  it('fires disconnect on the port and on serial, and connect on serial with the new port as target', async () => {
    await board.serial.requestPort()
    const seen: string[] = []
    const { port } = board
    const note = (where: string) => (event: Event) => {
      seen.push(`${where} ${event.type} ${event.target === port || 'of another'}`)
    }
    for (const type of ['connect', 'disconnect']) {
      board.port.addEventListener(type, note('port'))
      board.serial.addEventListener(type, note('serial'))
    }
    board.unplug()
    expect(board.port.connected).toBe(false)
    board.plug()
    expect(board.port.connected).toBe(true)
    expect(seen).toEqual([
      'port disconnect true',
      'serial disconnect true',
      'serial connect of another',
    ])
  })
})

describe('the picker', () => {
  it('rejects with NotFoundError when the user cancels, or no filter matches', async () => {
    board.faults.pickerCancelled = true
    const cancelled = /^NotFoundError: .*No port selected by the user.$/
    expect(await failureText(board.serial.requestPort())).toMatch(cancelled)
    board.faults.clear()
    const filters = [{ usbVendorId: 0x10c4 }]
    expect(await failureText(board.serial.requestPort({ filters }))).toMatch(cancelled)
  })

  it('grants the port, which getPorts then lists until it is forgotten or unplugged', async () => {
    expect(await board.serial.getPorts()).toEqual([])
    const port = await board.serial.requestPort({ filters: [{ usbVendorId: 0x1a86 }] })
    expect(port.getInfo()).toEqual({ usbVendorId: 0x1a86, usbProductId: 0x7523 })
    expect(await board.serial.getPorts()).toEqual([port])
    board.unplug()
    expect(await board.serial.getPorts()).toEqual([])
    board.plug()
    expect(await board.serial.getPorts()).toEqual([board.port])
    expect(board.port).not.toBe(port)
    await board.port.forget()
    expect(await board.serial.getPorts()).toEqual([])
  })
})
