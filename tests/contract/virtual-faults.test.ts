/**
 * The virtual board's faults, as esptool-js and a bare port meet them. Each is deterministic, and
 * after `clear()` the same board works.
 */
import { createHash, randomBytes } from 'node:crypto'
import { ESPLoader, Transport } from 'esptool-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { VirtualBoard, VirtualBoardOptions } from '../../src/virtual-board/board'
import { createVirtualBoard } from '../../src/virtual-board/board'
import { makeRig, readText } from './rig'
import type { Rig } from './rig'
import { encode } from '../support/bytes'
import { failureText, settle } from '../support/promises'

describe('faults of the wire', () => {
  let rig: Rig
  beforeEach(async () => {
    rig = await makeRig()
    await rig.board.port.open({ baudRate: 115200 })
  })
  afterEach(() => rig.board.dispose())

  const write = (text: string) => {
    const writer = rig.board.port.writable!.getWriter()
    return writer.write(encode(text)).finally(() => writer.releaseLock())
  }
  const received = () => String.fromCharCode(...rig.puppet.received)

  it('drop, corrupt and duplicate exactly the byte that was named, once', async () => {
    const { faults } = rig.board
    faults.dropByte(1, 'toChip')
    faults.corruptByte(3, 'toChip')
    faults.duplicateByte(5, 'toChip')
    await write('abc')
    await write('defg')
    await write('hij')
    expect(received()).toBe(`ac${String.fromCharCode(0x64 ^ 0xff)}effghij`)
  })

  it('work towards the host as well, counted on its own', async () => {
    rig.board.faults.dropByte(2, 'toHost')
    await write('abcdef')
    rig.puppet.say('hello')
    expect(await readText(rig.board.port.readable!.getReader())).toBe('helo')
    expect(received()).toBe('abcdef')
  })

  it('unplug at a byte: those before it arrive, the port is lost', async () => {
    rig.board.faults.unplugAtByte(3)
    expect(await failureText(write('abcdef'))).toBe('NetworkError: The device has been lost.')
    expect(received()).toBe('abc')
    expect(rig.board.port.connected).toBe(false)
  })

  it('reset at a byte: the program is gone, the port stays', async () => {
    const first = rig.puppet.context
    rig.board.faults.resetAtByte(3)
    await write('abcdef')
    await settle()
    expect(rig.puppet.context).not.toBe(first)
    await write('x')
    expect(received()).toBe('abcx')
  })

  it('garble everything above the highest good baud rate', async () => {
    rig.board.faults.maxBaudRate = 57600
    await write('hello')
    expect(received()).not.toContain('hello')
    rig.board.faults.clear()
    rig.puppet.received = []
    await write('hello')
    expect(received()).toBe('hello')
  })
})

describe('faults of the bootloader', () => {
  let board: VirtualBoard
  let transport: Transport
  beforeEach(() => {
    vi.spyOn(console, 'log').mockImplementation(() => undefined)
  })
  afterEach(async () => {
    await transport.disconnect().catch(() => undefined)
    board.dispose()
    vi.restoreAllMocks()
  })

  function loaderFor(options: VirtualBoardOptions = {}): ESPLoader {
    board = createVirtualBoard(options)
    transport = new Transport(board.port)
    const terminal = { clean() {}, write() {}, writeLine() {} }
    return new ESPLoader({ transport, baudrate: 115200, terminal })
  }

  const write = (loader: ESPLoader, data: Uint8Array) =>
    loader.writeFlash({
      fileArray: [{ data, address: 0 }],
      flashSize: 'keep',
      flashMode: 'keep',
      flashFreq: 'keep',
      eraseAll: false,
      compress: true,
      calculateMD5Hash: (image) => createHash('md5').update(image).digest('hex'),
    })

  /** Long before esptool-js notices. */
  async function unplugged(writing: Promise<void>): Promise<void> {
    writing.catch(() => undefined)
    await new Promise<void>((resolve) => board.onPowerChange(resolve))
    expect(board.bridge.isPlugged).toBe(false)
  }

  it('neverSync: no attempt succeeds; without it the next does', async () => {
    const loader = loaderFor()
    board.faults.neverSync = true
    await expect(loader.connect('default_reset', 1)).rejects.toThrow('Failed to connect')
    await transport.disconnect()
    board.faults.clear()
    await loader.connect('default_reset', 1)
    expect(loader.chip.CHIP_NAME).toBe('ESP8266')
  })

  it('wrongChipMagic: another chip is found', async () => {
    const loader = loaderFor()
    board.faults.wrongChipMagic(0x00f01d83)
    await loader.connect()
    expect(loader.chip.CHIP_NAME).toBe('ESP32')
  })

  it('loseAcknowledgement: the block is in flash, its answer is not', async () => {
    const loader = loaderFor()
    await loader.main()
    const block = new Uint8Array(256).fill(0x42)
    await loader.flashBegin(256, 0)
    board.faults.loseAcknowledgement()
    loader.WRITE_BLOCK_ATTEMPTS = 1
    await expect(loader.flashBlock(block, 0, 50)).rejects.toThrow()
    expect(board.flash.read(0, 256)).toEqual(block)
  })

  it('unplugInNextWrite: half of it is in flash; what is uploaded to the RAM before does not count', async () => {
    const loader = loaderFor()
    board.faults.unplugInNextWrite()
    await loader.main()
    expect(board.bridge.isPlugged).toBe(true)
    const image = randomBytes(400_000) // does not get smaller by compression
    await unplugged(write(loader, image))
    const written = board.flash.read(0, image.length)
    expect(image.subarray(0, 100_000).equals(written.subarray(0, 100_000))).toBe(true)
    expect(written.subarray(250_000).every((byte) => byte === 0xff)).toBe(true)
  })

  it('unplugInNextWrite: a write of a single block, too', async () => {
    const loader = loaderFor()
    await loader.main()
    board.faults.unplugInNextWrite()
    await unplugged(write(loader, randomBytes(400)))
  })

  it('badSector: writing seems to work, the MD5 does not match', async () => {
    const loader = loaderFor()
    board.faults.badSector(0x1234)
    await loader.main()
    const write10k = () => write(loader, new Uint8Array(10_000).fill(1))
    await expect(write10k()).rejects.toThrow('MD5 of file')
    expect(board.flash.read(0x1000, 0x1000)).toEqual(new Uint8Array(0x1000).fill(0xff))
    expect(board.flash.read(0, 0x1000)).toEqual(new Uint8Array(0x1000).fill(1))
    board.faults.clear()
    await write10k()
  })

  it('slowFlash: an erase takes as much longer', async () => {
    const loader = loaderFor()
    await loader.main()
    const erase = async () => {
      const start = performance.now()
      await loader.checkCommand('erase', 0xd1, Uint8Array.of(0, 0, 0, 0, 0, 0x10, 0, 0))
      return performance.now() - start
    }
    expect(await erase()).toBeLessThan(100)
    board.faults.slowFlash(4) // 50 ms a sector
    expect(await erase()).toBeGreaterThanOrEqual(195)
  })
})
