/**
 * Genuine, unchanged esptool-js 0.7.0 against the virtual board: what Espressif's own program can do
 * with a real board it must be able to do with this one.
 */
import { createHash } from 'node:crypto'
import { ESPLoader, Transport } from 'esptool-js'
import type { FlashOptions } from 'esptool-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { VirtualBoard, VirtualBoardOptions } from '../../src/virtual-board/board'
import { createVirtualBoard } from '../../src/virtual-board/board'

let board: VirtualBoard
let transport: Transport

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined) // esptool-js traces there
})
afterEach(async () => {
  await transport.disconnect().catch(() => undefined)
  board.dispose()
  vi.restoreAllMocks()
})

function loaderFor(options: VirtualBoardOptions, baudrate = 115200) {
  const lines: string[] = []
  board = createVirtualBoard(options)
  transport = new Transport(board.port)
  const terminal = {
    clean: () => undefined,
    writeLine: (line: string) => lines.push(line),
    write: (text: string) => lines.push(text),
  }
  return { loader: new ESPLoader({ transport, baudrate, terminal }), lines }
}

function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8) * 13) & 0xff)
}

function options(data: Uint8Array, address: number): FlashOptions {
  return {
    fileArray: [{ data, address }],
    flashSize: 'keep',
    flashMode: 'keep',
    flashFreq: 'keep',
    eraseAll: false,
    compress: true,
  }
}

describe('esptool-js on the virtual board', () => {
  it('connects, identifies chip, MAC and crystal, and runs the stub', async () => {
    const { loader, lines } = loaderFor({})
    expect(await loader.main()).toBe('ESP8266EX')
    expect(lines).toContain('Crystal is 26MHz')
    expect(lines).toContain('MAC: 18:fe:34:42:44:42')
    expect(lines).toContain('Stub running...')
    expect(lines).toContain('Flash ID: 1640c8')
  })

  it('runs no stub whose upload was damaged', async () => {
    const { loader } = loaderFor({})
    await loader.connect()
    const { memBlock } = loader
    loader.memBlock = (block, sequence) => {
      const damaged = block.slice()
      damaged[10] = (damaged[10] ?? 0) ^ 1
      return memBlock.call(loader, damaged, sequence)
    }
    loader.DEFAULT_TIMEOUT = 200
    await expect(loader.runStub()).rejects.toThrow()
  })

  it('writes without the stub, in the blocks that the ROM can take', async () => {
    const { loader } = loaderFor({})
    await loader.connect()
    loader.FLASH_WRITE_SIZE = 0x400
    const data = pattern(5 * 1024)
    await loader.writeFlash({ ...options(data, 0x8000), compress: false })
    expect(board.flash.read(0x8000, data.length)).toEqual(data)
  })

  it('erases the chip', async () => {
    const { loader } = loaderFor({ flash: pattern(100_000), flashSizeBytes: 0x100000 })
    await loader.main()
    await loader.eraseFlash()
    expect(board.flash.bytes.every((byte) => byte === 0xff)).toBe(true)
  })

  it('identifies other chips of the family and other sizes of flash', async () => {
    const { loader, lines } = loaderFor({
      flashSizeBytes: 0x100000,
      crystalMhz: 40,
      mac: Uint8Array.of(0x5c, 0xcf, 0x7f, 1, 2, 3),
    })
    await loader.main()
    expect(lines).toContain('Crystal is 40MHz')
    expect(lines).toContain('MAC: 5c:cf:7f:01:02:03')
    expect(await loader.detectFlashSize()).toBe('1MB')
  })

  it('changes the baud rate, writes compressed, verifies by MD5 and reads back', async () => {
    const { loader } = loaderFor({}, 460800)
    await loader.main()
    const data = pattern(70000)
    await loader.writeFlash(options(data, 0x10000))
    expect(board.flash.read(0x10000, data.length)).toEqual(data)
    const md5 = createHash('md5').update(data).digest('hex')
    expect(await loader.flashMd5sum(0x10000, data.length)).toBe(md5)
    expect(await loader.readFlash(0x10000, 10000)).toEqual(data.subarray(0, 10000))
  })
})
