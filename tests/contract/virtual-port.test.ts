/**
 * The virtual board's `SerialPort` and `Serial` against what Chromium's do
 * (https://wicg.github.io/serial/ and Chromium's modules/serial): states, options, locking, error names.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Rig } from './rig'
import { makeRig, readText } from './rig'
import { decode } from '../support/bytes'
import { failureText, settle } from '../support/promises'

let board: Rig['board']
let puppet: Rig['puppet']

async function boot(): Promise<void> {
  ;({ board, puppet } = await makeRig())
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
      expect(await failureText(board.port.open(options))).toMatch(/^TypeError/)
    }
    expect(board.port.readable).toBeNull()
    await board.port.open({ baudRate: 115200 })
  })

  it('refuses a second open with InvalidStateError, also while the first is under way', async () => {
    const first = board.port.open({ baudRate: 115200 })
    expect(await failureText(board.port.open({ baudRate: 115200 }))).toBe(
      "InvalidStateError: Failed to execute 'open' on 'SerialPort': A call to open() is already in progress.",
    )
    await first
    expect(await failureText(board.port.open({ baudRate: 115200 }))).toBe(
      "InvalidStateError: Failed to execute 'open' on 'SerialPort': The port is already open.",
    )
  })

  it('fails with NetworkError while another program holds the port, and opens afterwards', async () => {
    board.faults.busy = true
    expect(await failureText(board.port.open({ baudRate: 115200 }))).toBe(
      "NetworkError: Failed to execute 'open' on 'SerialPort': Failed to open serial port.",
    )
    board.faults.clear()
    await board.port.open({ baudRate: 115200 })
  })

  it('has no streams and no signals while closed', async () => {
    expect(board.port.readable).toBeNull()
    expect(board.port.writable).toBeNull()
    expect(await failureText(board.port.setSignals({ requestToSend: true }))).toMatch(
      /^InvalidStateError: .*The port is closed.$/,
    )
    expect(await failureText(board.port.getSignals())).toMatch(
      /^InvalidStateError: .*The port is closed.$/,
    )
    expect(await failureText(board.port.close())).toMatch(
      /^InvalidStateError: .*The port is already closed.$/,
    )
  })

  it('refuses to close while a stream is locked, and closes once it is released', async () => {
    await board.port.open({ baudRate: 115200 })
    const reader = board.port.readable!.getReader()
    expect(await failureText(board.port.close())).toMatch(
      /^TypeError: .*Cannot cancel a locked stream$/,
    )
    reader.releaseLock()
    const writer = board.port.writable!.getWriter()
    expect(await failureText(board.port.close())).toMatch(
      /^TypeError: .*Cannot abort a locked stream$/,
    )
    writer.releaseLock()
    await board.port.close()
    expect(board.port.readable).toBeNull()
  })

  it('ends the streams that were obtained before it was closed', async () => {
    await board.port.open({ baudRate: 115200 })
    const { readable, writable } = board.port
    await board.port.close()
    expect(await readable!.getReader().read()).toEqual({ value: undefined, done: true })
    expect(await failureText(writable!.getWriter().write(new Uint8Array(1)))).toMatch(
      /InvalidState/,
    )
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
    expect(decode((await waiting).value)).toBe('hello')
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
    expect(decode(value)).toBe('ab')
  })

  it('take writes of any buffer and refuse anything else', async () => {
    const writer = board.port.writable!.getWriter()
    await writer.write(Uint8Array.of(1, 2, 3, 4).subarray(1, 3))
    await writer.write(Uint8Array.of(5).buffer as unknown as Uint8Array)
    expect(puppet.received).toEqual([2, 3, 5])
    expect(await failureText(writer.write('text' as unknown as Uint8Array))).toMatch(/^TypeError/)
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
      expect(await failureText(reader.read())).toMatch(new RegExp(`^${name}`))
      expect(board.port.readable).not.toBe(first)
      expect(await readText(board.port.readable!.getReader())).toBe('after')
    })
  }
})
