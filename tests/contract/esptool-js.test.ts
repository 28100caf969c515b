/**
 * Genuine, unchanged esptool-js 0.7.0 against the virtual board: what Espressif's own program can do
 * with a real board it must be able to do with this one.
 */
import { ESPLoader, Transport } from 'esptool-js'
import { afterEach, describe, expect, it } from 'vitest'
import type { VirtualBoard, VirtualBoardOptions } from '../../src/virtual-board/board'
import { createVirtualBoard } from '../../src/virtual-board/board'

let board: VirtualBoard
let transport: Transport

afterEach(async () => {
  await transport.disconnect().catch(() => undefined)
  board.dispose()
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

describe('esptool-js on the virtual board', () => {
  it('connects, identifies chip, MAC and crystal, and runs the stub', async () => {
    const { loader, lines } = loaderFor({})
    expect(await loader.main()).toBe('ESP8266EX')
    expect(lines).toContain('Crystal is 26MHz')
    expect(lines).toContain('MAC: 18:fe:34:42:44:42')
    expect(lines).toContain('Stub running...')
    expect(lines).toContain('Flash ID: 1640c8')
  })

  it('changes the baud rate, writes compressed, verifies by MD5 and reads back', async () => {
    const { loader } = loaderFor({}, 460800)
    await loader.main()
    const data = pattern(70000)
    await loader.writeFlash({
      fileArray: [{ data, address: 0x10000 }],
      flashSize: 'keep',
      flashMode: 'keep',
      flashFreq: 'keep',
      eraseAll: false,
      compress: true,
    })
    expect(board.flash.read(0x10000, data.length)).toEqual(data)
    expect(await loader.flashMd5sum(0x10000, 4)).toMatch(/^[0-9a-f]{32}$/)
    expect(await loader.readFlash(0x10000, 10000)).toEqual(data.subarray(0, 10000))
  })
})
