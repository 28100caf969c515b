/**
 * The virtual board's `SerialPort` and `Serial` against what Chromium's do
 * (https://wicg.github.io/serial/ and Chromium's modules/serial): states, locking, error names.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { VirtualBoard, VirtualBoardOptions } from '../../src/virtual-board/board'
import { createVirtualBoard } from '../../src/virtual-board/board'
import { VirtualClock } from '../../src/virtual-board/clock'
import type { Program, ProgramContext } from '../../src/virtual-board/program'
import { v123Image } from '../unit/virtual-board/recorded-images'

/** A program that a test speaks for. */
class Puppet implements Program {
  context: ProgramContext | undefined
  received: number[] = []
  start(context: ProgramContext): void {
    this.context = context
  }
  receive(bytes: Uint8Array): void {
    this.received.push(...bytes)
  }
  stop(): void {
    this.context = undefined
  }
  say(text: string | Uint8Array): void {
    const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
    this.context!.transmit(bytes)
  }
}

let clock: VirtualClock
let puppet: Puppet
let board: VirtualBoard

async function boot(options: VirtualBoardOptions = {}): Promise<void> {
  const flash = v123Image()
  flash[3] = 0x40
  clock = new VirtualClock()
  puppet = new Puppet()
  board = createVirtualBoard({ flash, clock, program: () => puppet, ...options })
  await settle()
  if (options.pace) clock.advance(1000)
}

/** Everything that needs no clock has happened. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : error),
  )

async function readText(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const { value } = await reader.read()
  return new TextDecoder().decode(value)
}

beforeEach(() => boot())
afterEach(() => board.dispose())

describe('open and close', () => {
  it('rejects options that no port accepts with TypeError and stays closed', async () => {
    const wrong: SerialOptions[] = [
      { baudRate: 0 },
      { baudRate: 9600, dataBits: 9 as 8 },
      { baudRate: 9600, stopBits: 3 as 1 },
      { baudRate: 9600, bufferSize: 0 },
      { baudRate: 9600, bufferSize: 17 * 1024 * 1024 },
      { baudRate: 9600, parity: 'mark' as 'none' },
    ]
    for (const options of wrong) {
      expect(await failure(board.port.open(options))).toMatch(/^TypeError/)
    }
    expect(board.port.readable).toBeNull()
    await board.port.open({ baudRate: 115200 })
  })

  it('refuses a second open with InvalidStateError, also while the first is under way', async () => {
    const first = board.port.open({ baudRate: 115200 })
    expect(await failure(board.port.open({ baudRate: 115200 }))).toBe(
      'InvalidStateError: A call to open() is already in progress.',
    )
    await first
    expect(await failure(board.port.open({ baudRate: 115200 }))).toBe(
      'InvalidStateError: The port is already open.',
    )
  })

  it('fails with NetworkError while another program holds the port, and opens afterwards', async () => {
    board.faults.busy = true
    expect(await failure(board.port.open({ baudRate: 115200 }))).toBe(
      'NetworkError: Failed to open serial port.',
    )
    board.faults.clear()
    await board.port.open({ baudRate: 115200 })
  })

  it('has no streams and no signals while closed', async () => {
    expect(board.port.readable).toBeNull()
    expect(board.port.writable).toBeNull()
    const closed = 'InvalidStateError: The port is closed.'
    expect(await failure(board.port.setSignals({ requestToSend: true }))).toBe(closed)
    expect(await failure(board.port.getSignals())).toBe(closed)
    expect(await failure(board.port.close())).toBe('InvalidStateError: The port is already closed.')
  })

  it('refuses to close while a stream is locked, and closes once it is released', async () => {
    await board.port.open({ baudRate: 115200 })
    const reader = board.port.readable!.getReader()
    expect(await failure(board.port.close())).toBe('TypeError: Cannot cancel a locked stream')
    reader.releaseLock()
    const writer = board.port.writable!.getWriter()
    expect(await failure(board.port.close())).toBe('TypeError: Cannot abort a locked stream')
    writer.releaseLock()
    await board.port.close()
    expect(board.port.readable).toBeNull()
  })

  it('ends the streams that were obtained before it was closed', async () => {
    await board.port.open({ baudRate: 115200 })
    const { readable, writable } = board.port
    await board.port.close()
    expect(await readable!.getReader().read()).toEqual({ value: undefined, done: true })
    expect(await failure(writable!.getWriter().write(new Uint8Array(1)))).toMatch(/InvalidState/)
  })

  it('can be opened and closed again and again', async () => {
    for (let i = 0; i < 100; i++) {
      await board.port.open({ baudRate: 115200 })
      puppet.say(`round ${i}`)
      const reader = board.port.readable!.getReader()
      expect(await readText(reader)).toBe(`round ${i}`)
      reader.releaseLock()
      await board.port.close()
    }
  })
})

describe('streams', () => {
  beforeEach(() => board.port.open({ baudRate: 115200 }))

  it('are the same objects until they end', () => {
    expect(board.port.readable).toBe(board.port.readable)
    expect(board.port.writable).toBe(board.port.writable)
  })

  it('give a read that waits what arrives, and cancel ends it', async () => {
    const reader = board.port.readable!.getReader()
    const waiting = reader.read()
    puppet.say('hello')
    expect(new TextDecoder().decode((await waiting).value)).toBe('hello')
    const idle = reader.read()
    await reader.cancel()
    expect(await idle).toEqual({ value: undefined, done: true })
  })

  it('are fresh after cancel, without the bytes that nobody had read', async () => {
    const first = board.port.readable!
    puppet.say('stale')
    await settle()
    await first.cancel()
    expect(board.port.readable).not.toBe(first)
    puppet.say('new')
    expect(await readText(board.port.readable!.getReader())).toBe('new')
  })

  it('do not lose bytes that arrive between two readers', async () => {
    const first = board.port.readable!.getReader()
    puppet.say('one')
    expect(await readText(first)).toBe('one')
    first.releaseLock()
    puppet.say('two')
    await settle()
    expect(await readText(board.port.readable!.getReader())).toBe('two')
  })

  it('deliver at most bufferSize bytes at once', async () => {
    await board.port.close()
    await board.port.open({ baudRate: 115200, bufferSize: 8 })
    puppet.say('0123456789')
    await settle()
    const reader = board.port.readable!.getReader()
    expect(await readText(reader)).toBe('01234567')
    expect(await readText(reader)).toBe('89')
  })

  it('read into a buffer of the reader (BYOB)', async () => {
    puppet.say('abc')
    await settle()
    const reader = board.port.readable!.getReader({ mode: 'byob' })
    const { value } = await reader.read(new Uint8Array(2))
    expect(new TextDecoder().decode(value)).toBe('ab')
  })

  it('take writes of any buffer and refuse anything else', async () => {
    const writer = board.port.writable!.getWriter()
    await writer.write(Uint8Array.of(1, 2, 3, 4).subarray(1, 3))
    await writer.write(Uint8Array.of(5).buffer as unknown as Uint8Array)
    expect(puppet.received).toEqual([2, 3, 5])
    expect(await failure(writer.write('text' as unknown as Uint8Array))).toMatch(/^TypeError/)
  })

  it('writable closes after what was written is out, and the next one is fresh', async () => {
    const first = board.port.writable!
    const writer = first.getWriter()
    void writer.write(Uint8Array.of(7))
    await writer.close()
    expect(puppet.received).toEqual([7])
    expect(board.port.writable).not.toBe(first)
  })

  for (const name of ['BreakError', 'FramingError', 'ParityError', 'BufferOverrunError'] as const) {
    it(`error with ${name} after the bytes before it, and go on with a fresh stream`, async () => {
      puppet.say('before')
      await settle()
      board.port.injectReadError(name)
      puppet.say('after')
      await settle()
      const first = board.port.readable!
      const reader = first.getReader()
      expect(await readText(reader)).toBe('before')
      expect(await failure(reader.read())).toMatch(new RegExp(`^${name}`))
      expect(board.port.readable).not.toBe(first)
      expect(await readText(board.port.readable!.getReader())).toBe('after')
    })
  }
})

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

  it('paced, loses what nobody reads in time and says so with BufferOverrunError', async () => {
    await boot({ pace: true })
    await board.port.open({ baudRate: 115200, bufferSize: 100 })
    puppet.say(new Uint8Array(10_000))
    clock.advance(1000)
    const reader = board.port.readable!.getReader()
    let received = 0
    const error = await failure(
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
    clock.advance(1000)
    expect(puppet.received.length).toBeGreaterThan(11_450)
    expect(puppet.received.length).toBeLessThanOrEqual(11_520)
    const { value } = await board.port.readable!.getReader().read()
    expect(value!.length).toBeGreaterThan(11_450)
    expect(value!.length).toBeLessThanOrEqual(11_520)
  })

  it('paced, a write is done when the driver has taken it, not before', async () => {
    await boot({ pace: true })
    await board.port.open({ baudRate: 115200, bufferSize: 4096 })
    const done = vi.fn()
    void board.port.writable!.getWriter().write(new Uint8Array(20_000)).then(done)
    await settle()
    clock.advance(1000)
    await settle()
    expect(done).not.toHaveBeenCalled()
    clock.advance(50)
    await settle()
    expect(done).toHaveBeenCalled()
  })
})

describe('signals', () => {
  beforeEach(() => board.port.open({ baudRate: 115200 }))

  it('need at least one member', async () => {
    expect(await failure(board.port.setSignals({}))).toBe(
      'TypeError: Signals dictionary must contain at least one member.',
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
    const read = failure(reader.read())
    board.unplug()
    expect(await read).toBe('NetworkError: The device has been lost.')
    expect(await failure(writer.write(Uint8Array.of(1)))).toBe(
      'NetworkError: The device has been lost.',
    )
    expect([board.port.readable, board.port.writable]).toEqual([null, null])
  })

  it('fails a write under way', async () => {
    await boot({ pace: true })
    await board.port.open({ baudRate: 9600 })
    const write = failure(board.port.writable!.getWriter().write(new Uint8Array(50_000)))
    await settle()
    board.unplug()
    expect(await write).toBe('NetworkError: The device has been lost.')
  })

  it('fails signals with NetworkError; close still works, and after replugging open does', async () => {
    await board.port.open({ baudRate: 115200 })
    board.unplug()
    expect(await failure(board.port.setSignals({ requestToSend: true }))).toMatch(/^NetworkError/)
    expect(await failure(board.port.getSignals())).toMatch(/^NetworkError/)
    await board.port.close()
    expect(await failure(board.port.open({ baudRate: 115200 }))).toMatch(/^NetworkError/)
    board.plug()
    await board.port.open({ baudRate: 115200 })
  })

  it('fires disconnect and connect on the port, and on serial with the port as target', async () => {
    await board.serial.requestPort()
    const seen: string[] = []
    const note = (where: string) => (event: Event) => {
      seen.push(`${where} ${event.type} ${event.target === board.port}`)
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
      'port connect true',
      'serial connect true',
    ])
  })
})

describe('the picker', () => {
  it('rejects with NotFoundError when the user cancels, or no filter matches', async () => {
    board.faults.pickerCancelled = true
    const cancelled = 'NotFoundError: No port selected by the user.'
    expect(await failure(board.serial.requestPort())).toBe(cancelled)
    board.faults.clear()
    const filters = [{ usbVendorId: 0x10c4 }]
    expect(await failure(board.serial.requestPort({ filters }))).toBe(cancelled)
  })

  it('grants the port, which getPorts then lists until it is forgotten or unplugged', async () => {
    expect(await board.serial.getPorts()).toEqual([])
    const port = await board.serial.requestPort({ filters: [{ usbVendorId: 0x1a86 }] })
    expect(port.getInfo()).toEqual({ usbVendorId: 0x1a86, usbProductId: 0x7523 })
    expect(await board.serial.getPorts()).toEqual([port])
    board.unplug()
    expect(await board.serial.getPorts()).toEqual([])
    board.plug()
    expect(await board.serial.getPorts()).toEqual([port])
    await port.forget()
    expect(await board.serial.getPorts()).toEqual([])
  })
})
