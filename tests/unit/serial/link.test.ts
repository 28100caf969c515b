import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SerialLink } from '../../../src/serial/link'
import { openLink } from '../../../src/serial/open-link'
import { FakePort } from './fake-port'

const text = (chunks: Uint8Array[]) => Buffer.concat(chunks).toString()
const settle = () => vi.advanceTimersByTimeAsync(0)

/** The rejection of `promise`, awaited only later. */
const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

async function open(port = new FakePort()): Promise<{ port: FakePort; link: SerialLink }> {
  return { port, link: await openLink(port, { baudRate: 115200 }) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('opening', () => {
  it.each(['NetworkError', 'InvalidStateError'])('calls %s a busy port', async (name) => {
    const port = new FakePort()
    port.fault.open = new DOMException('Failed to open serial port.', name)
    await expect(open(port)).rejects.toMatchObject({ code: 'port-busy' })
  })

  it.each([
    ['SecurityError', 'Access denied.', 'usb-held'],
    ['NetworkError', 'Unable to claim interface.', 'usb-held'],
    ['NetworkError', 'A transfer error has occurred.', 'port-timeout'],
    ['StalledError', 'The device stalled request 161.', 'port-timeout'],
    ['TimeoutError', 'Request 161 was not answered.', 'port-timeout'],
    ['NotSupportedError', 'The chip has no such rate.', 'port-busy'],
  ])('over WebUSB, calls %s (%s) %s', async (name, words, code) => {
    const port = new FakePort()
    const error = new DOMException('Failed to open serial port.', 'NetworkError')
    const cause = Object.assign(new Error(words), { name })
    port.fault.open = Object.defineProperty(error, 'cause', { value: cause })
    await expect(open(port)).rejects.toMatchObject({ code })
  })

  it('calls a port that is not connected lost', async () => {
    const port = new FakePort()
    port.connected = false
    port.fault.open = new DOMException('Failed to open serial port.', 'NetworkError')
    await expect(open(port)).rejects.toMatchObject({ code: 'port-lost' })
  })

  it('gives up on a driver that hangs, and closes the port when it opens after all', async () => {
    const port = new FakePort()
    port.fault.open = 'hang'
    const error = rejection(open(port))
    await vi.advanceTimersByTimeAsync(5000)
    expect(await error).toMatchObject({ code: 'port-timeout' })
    port.finishOpening()
    await settle()
    expect(port.opened).toHaveLength(1)
    expect(port.isOpen).toBe(false)
  })

  it('stops waiting when cancelled, and leaves the port closed', async () => {
    const port = new FakePort()
    port.fault.open = 'hang'
    const cancel = new AbortController()
    const error = rejection(openLink(port, { baudRate: 115200, signal: cancel.signal }))
    cancel.abort()
    expect(await error).toMatchObject({ name: 'AbortError' })
    port.finishOpening()
    await settle()
    expect(port.isOpen).toBe(false)
  })

  it.each(['cancelled', 'given up'])(
    'after an open that was %s, the next one waits for the driver instead of "another program"',
    async (how) => {
      const port = new FakePort()
      port.fault.open = 'hang'
      const cancel = new AbortController()
      const first = rejection(openLink(port, { baudRate: 115200, signal: cancel.signal }))
      if (how === 'cancelled') cancel.abort()
      else await vi.advanceTimersByTimeAsync(5000)
      await first
      port.fault = {}
      const second = openLink(port, { baudRate: 9600, owner: 'flasher' })
      await settle()
      port.finishOpening()
      const link = await second
      expect(link.baudRate).toBe(9600)
      await link.close()
    },
  )

  it('does not wait for ever for a driver that never comes back from an open', async () => {
    const port = new FakePort()
    port.fault.open = 'hang'
    const cancel = new AbortController()
    const first = rejection(openLink(port, { baudRate: 115200, signal: cancel.signal }))
    cancel.abort()
    await first
    const second = rejection(openLink(port, { baudRate: 9600 }))
    await vi.advanceTimersByTimeAsync(5000)
    expect(await second).toMatchObject({ code: 'port-timeout' })
    port.finishOpening()
    await settle()
  })
})

describe('reading', () => {
  it('delivers chunks to every listener until it unsubscribes', async () => {
    const { port, link } = await open()
    const one: Uint8Array[] = []
    const two: Uint8Array[] = []
    const stop = link.subscribe((bytes) => one.push(bytes))
    link.subscribe((bytes) => two.push(bytes))
    port.say('a')
    await settle()
    stop()
    port.say('b')
    await settle()
    expect([text(one), text(two)]).toEqual(['a', 'ab'])
  })

  it('keeps what comes between two listeners, in order', async () => {
    const { port, link } = await open()
    port.say('ab')
    port.say('c')
    await settle()
    const got: Uint8Array[] = []
    link.subscribe((bytes) => got.push(bytes))
    port.say('d')
    await settle()
    expect(text(got)).toBe('abcd')
  })

  it('keeps at most 64 KiB for nobody, and the newest of it', async () => {
    const { port, link } = await open()
    for (let k = 0; k < 100; k++) port.say(new Uint8Array(1024).fill(k))
    await settle()
    const got: Uint8Array[] = []
    link.subscribe((bytes) => got.push(bytes))
    await settle()
    expect(got).toHaveLength(64)
    expect(got.at(-1)?.[0]).toBe(99)
  })

  it.each(['BufferOverrunError', 'FramingError', 'BreakError', 'ParityError'])(
    'goes on with the new stream after %s',
    async (name) => {
      const { port, link } = await open()
      const got: Uint8Array[] = []
      link.subscribe((bytes) => got.push(bytes))
      port.say('before ')
      await settle()
      port.breakRead(name)
      await settle()
      port.say('after')
      await settle()
      expect(text(got)).toBe('before after')
    },
  )
})

describe('unplugging', () => {
  it.each([true, false])('ends the link at once (disconnect event: %s)', async (event) => {
    const { port, link } = await open()
    port.unplug({ event })
    expect(await link.ended).toMatchObject({ code: 'port-lost' })
  })

  it('ends the link when only the event comes', async () => {
    const { port, link } = await open()
    port.dispatchEvent(new Event('disconnect'))
    expect(await link.ended).toMatchObject({ code: 'port-lost' })
  })

  it('rejects a write that hangs in the driver, without waiting for its deadline', async () => {
    const { port, link } = await open()
    port.fault.write = 'hang'
    const error = rejection(link.write(new Uint8Array(10)))
    port.unplug()
    expect(await error).toMatchObject({ code: 'port-lost' })
  })

  it('rejects signals that hang in the driver', async () => {
    const { port, link } = await open()
    port.fault.signals = 'hang'
    const error = rejection(link.setSignals({ requestToSend: true }))
    port.unplug()
    expect(await error).toMatchObject({ code: 'port-lost' })
  })

  it('leaves a port that can be opened again when it is back', async () => {
    const { port, link } = await open()
    port.unplug()
    await link.ended
    await link.close()
    port.connected = true
    const again = await openLink(port, { baudRate: 9600 })
    expect(port.opened.map((options) => options.baudRate)).toEqual([115200, 9600])
    await again.close()
  })
})

describe('writing', () => {
  it('rejects with port-timeout when the driver does not take the bytes', async () => {
    const { port, link } = await open()
    port.fault.write = 'hang'
    const error = rejection(link.write(new Uint8Array(1)))
    await vi.advanceTimersByTimeAsync(3100)
    expect(await error).toMatchObject({ code: 'port-timeout' })
  })

  it('waits at least twice as long as the wire needs', async () => {
    const { port, link } = await open()
    port.fault.write = 'hang'
    let rejected = false
    link.write(new Uint8Array(115200)).catch(() => (rejected = true))
    await vi.advanceTimersByTimeAsync(20_000)
    expect(rejected).toBe(false)
  })

  it('passes a cancelled write through as an AbortError', async () => {
    const { port, link } = await open()
    port.fault.write = 'hang'
    const cancel = new AbortController()
    const error = rejection(link.write(new Uint8Array(1), { signal: cancel.signal }))
    cancel.abort()
    expect(await error).toMatchObject({ name: 'AbortError' })
  })

  it('writes again after a write error that the port survived', async () => {
    const { port, link } = await open()
    port.fault.write = new DOMException('parity', 'ParityError')
    expect(await rejection(link.write(Uint8Array.of(1)))).toMatchObject({ code: 'command-failed' })
    port.fault = {}
    await link.write(Uint8Array.of(2))
    expect(port.written).toEqual([2])
  })
})

describe('closing', () => {
  it('closes and unlocks the port, settles `ended` with nothing, twice is once', async () => {
    const { port, link } = await open()
    await link.write(Uint8Array.of(1))
    await Promise.all([link.close(), link.close()])
    expect(await link.ended).toBeUndefined()
    expect([port.isOpen, port.isLocked]).toEqual([false, false])
  })

  it('refuses writes afterwards', async () => {
    const { link } = await open()
    await link.close()
    await expect(link.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'port-lost' })
  })

  it.each(['write', 'cancel', 'close'] as const)(
    'ends within four seconds although %s hangs',
    async (fault) => {
      const { port, link } = await open()
      await link.write(Uint8Array.of(1))
      port.fault[fault] = 'hang'
      if (fault === 'write') rejection(link.write(Uint8Array.of(2)))
      let closed = false
      const closing = link.close().then(() => (closed = true))
      await vi.advanceTimersByTimeAsync(4000)
      expect(closed).toBe(true)
      await closing
    },
  )
})

describe('owning', () => {
  it('refuses a second link and names the owner of the first', async () => {
    const { port, link } = await open()
    const second = openLink(port, { baudRate: 115200, owner: 'flasher' })
    await expect(second).rejects.toMatchObject({
      code: 'port-busy',
      message: 'The console has the port.',
    })
    await link.close()
  })

  it('waits for a link that is closing', async () => {
    const { port, link } = await open()
    void link.close()
    const second = await openLink(port, { baudRate: 9600 })
    expect(port.opened).toHaveLength(2)
    await second.close()
  })

  it('does not keep a port that could not be opened', async () => {
    const port = new FakePort()
    port.fault.open = new DOMException('busy', 'NetworkError')
    await expect(open(port)).rejects.toMatchObject({ code: 'port-busy' })
    port.fault = {}
    const { link } = await open(port)
    await link.close()
  })
})
