import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Esp8266Loader, words } from '../../../src/esptool/esp8266-loader'
import { LinkTransport } from '../../../src/esptool/link-transport'
import { Trace } from '../../../src/esptool/trace'
import { openLink } from '../../../src/serial/open-link'
import { trafficOf } from '../../../src/serial/traffic'
import { outcomeOf } from '../../support/fake-time'
import { FakePort } from '../serial/fake-port'
import { exchange, fromHex } from './golden'

/** A loader on a port that answers the next request as recorded, and checks that it is the recorded one. */
async function loaderAnswering(...names: string[]) {
  const port = new FakePort()
  const trace = new Trace(trafficOf(port))
  const loader = new Esp8266Loader(
    new LinkTransport(port, await openLink(port, { baudRate: 115_200 }), trace),
    trace,
  )
  const exchanges = names.map(exchange)
  port.onWrite = (bytes) => {
    const next = exchanges.shift()
    expect(Buffer.from(bytes).toString('hex')).toBe(next?.request)
    port.say(fromHex(next?.response ?? ''))
  }
  return { loader, port, trace }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('what is recorded of ROM and stub', () => {
  it('syncs with the ROM, and reads a register', async () => {
    const { loader } = await loaderAnswering('SYNC 0x08', 'READ_REG chip magic 0x40001000')
    expect((await outcomeOf(loader.sync())).error).toBeUndefined()
    expect((await outcomeOf(loader.readReg(0x40001000))).value).toBe(0xfff0c101)
  })

  it('understands the refusal of an unknown command under the previous opcode, at once', async () => {
    const name = 'SPI_FLASH_MD5 0x13 in ROM (unsupported)'
    const { loader } = await loaderAnswering(name)
    const request = words(0, 0x1000, 0, 0)
    const { error, elapsedMs } = await outcomeOf(loader.checkCommand('hash', 0x13, request, 0, 32))
    expect(error).toMatchObject({ code: 'command-failed' })
    expect(elapsedMs).toBeLessThan(20)
  })

  it.each([
    ['stub: unknown command 0x77', 0x77, new Uint8Array(0), '0xc3 invalid command'],
    ['stub: ERASE_REGION unaligned', 0xd1, words(0x300010, 0x1000), '0xc0 bad data length'],
  ])('names the error of %s', async (name, op, data, words) => {
    const { loader } = await loaderAnswering(name)
    const { error } = await outcomeOf(loader.checkCommand('do it', op, data))
    expect(error).toMatchObject({
      code: 'command-failed',
      message: `The chip refused to do it: ${words}.`,
    })
  })

  it('takes the 16 bytes of an MD5 before its status', async () => {
    const { loader } = await loaderAnswering('stub: SPI_FLASH_MD5 of an erased 64 KiB at 0x200000')
    const request = words(0x200000, 0x10000, 0, 0)
    const { value } = await outcomeOf(loader.checkCommand('hash', 0x13, request, 0, 16))
    // MD5 of 65536 bytes 0xff.
    expect(Buffer.from(value as Uint8Array).toString('hex')).toBe(
      'ecb99e6ffea7be1e5419350f725da86b',
    )
  })

  it('begins a compressed write as recorded', async () => {
    const name = 'stub: FLASH_DEFL_BEGIN 0x10 (5000 B in 324 compressed, block 0x4000, at 0x300000)'
    const { loader } = await loaderAnswering(name)
    loader.IS_STUB = true
    expect((await outcomeOf(loader.flashDeflBegin(5000, 324, 0x300000))).value).toBe(1)
  })
})

describe('deadlines', () => {
  it('holds its deadline although frames that nobody asked for keep coming', async () => {
    const { loader, port } = await loaderAnswering()
    port.onWrite = () => undefined
    const chatter = setInterval(() => port.say([0xc0, 1, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0xc0]), 50)
    const { error, elapsedMs } = await outcomeOf(loader.readReg(0x40001000, 500))
    clearInterval(chatter)
    expect(error).toMatchObject({ code: 'no-answer' })
    expect(elapsedMs).toBeLessThanOrEqual(520)
  })

  it('never sends a block twice', async () => {
    const { loader, port } = await loaderAnswering()
    let sent = 0
    port.onWrite = () => void sent++
    const { error } = await outcomeOf(loader.flashDeflBlock(new Uint8Array(100), 0, 1000))
    expect(error).toMatchObject({ code: 'no-answer' })
    expect(sent).toBe(1)
  })

  it('is cancelled while it waits', async () => {
    const { loader, port } = await loaderAnswering()
    port.onWrite = () => undefined
    const cancel = new AbortController()
    loader.wire.signal = cancel.signal
    setTimeout(() => cancel.abort(), 30)
    const { error, elapsedMs } = await outcomeOf(loader.readReg(0))
    expect(error).toMatchObject({ name: 'AbortError' })
    expect(elapsedMs).toBeLessThan(50)
  })
})

it('puts what was asked and answered into the record of the port', async () => {
  const { loader, port } = await loaderAnswering('READ_REG chip magic 0x40001000')
  await outcomeOf(loader.readReg(0x40001000))
  const bytes = fromHex('010a020001c1f0ff0000')
  expect(trafficOf(port).entries.at(-1)).toMatchObject({ about: 'READ_REG answered', bytes })
})
