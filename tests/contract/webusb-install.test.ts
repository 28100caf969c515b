/**
 * Our drivers in front of the virtual board, each over the virtual bridge of its family: what esptool-js and the page
 * do over Web Serial they must be able to do over WebUSB, and no chip gets a request that it does not know.
 */
import { ESPLoader, Transport } from 'esptool-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectBoard } from '../../src/provision/connect-board'
import { openLink } from '../../src/serial/open-link'
import { WebUsbSerial } from '../../src/serial/webusb/webusb-serial'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import type { BridgeKind } from '../../src/virtual-board/usb-devices/chips'
import { decode } from '../support/bytes'
import { demoRequest, micropythonBoard } from '../support/micropython-board'

const families: BridgeKind[] = ['ch340', 'cp2102', 'ft232r', 'pl2303-ta', 'cdc-acm']
const request = demoRequest()

let board: VirtualBoard

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined) // esptool-js traces there
})
afterEach(() => {
  board.dispose()
  vi.restoreAllMocks()
})

async function portOf(made: VirtualBoard) {
  board = made
  return new WebUsbSerial(board.usb).requestPort()
}

const pattern = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 0xff)

describe.each(families)('%s', (kind) => {
  it('genuine esptool-js resets, runs its stub, changes the rate in place, writes and verifies', async () => {
    const port = await portOf(createVirtualBoard({ bridge: { kind } }))
    const transport = new Transport(port)
    const said: string[] = []
    const terminal = {
      clean: () => undefined,
      writeLine: (line: string) => said.push(line),
      write: (text: string) => said.push(text),
    }
    const loader = new ESPLoader({ transport, baudrate: 460_800, terminal })
    expect(await loader.main()).toBe('ESP8266EX')
    const data = pattern(100_000)
    await loader.writeFlash({
      fileArray: [{ data, address: 0x10000 }],
      ...({ flashSize: 'keep', flashMode: 'keep', flashFreq: 'keep' } as const),
      eraseAll: false,
      compress: true,
    })
    expect(board.flash.read(0x10000, data.length)).toEqual(data)
    expect(board.bridge.baudRate / 460_800).toBeCloseTo(1, 2)
    await transport.disconnect()
    expect(board.usb.device.opened).toBe(false)
    expect(board.usb.unknownRequests).toEqual([])
  })

  it('the page installs, and the console hears the portal', async () => {
    const port = await portOf(micropythonBoard({ bridge: { kind } }))
    const connected = await connectBoard(port)
    const { report, link } = await connected.install(request)
    expect(report).toEqual({ accessPointName: 'ESP8266-424442', address: '192.168.4.1' })
    const heard: string[] = []
    link.subscribe((bytes) => heard.push(decode(bytes)))
    await link.write(Uint8Array.of(3))
    await vi.waitFor(() => expect(heard.join('')).toContain('>>>'), { timeout: 5000 })
    await link.close()
    expect(board.usb.unknownRequests).toEqual([])
  })

  it('unplugged in the middle of a write: said at once, and plugged in again it opens', async () => {
    const port = await portOf(createVirtualBoard({ bridge: { kind } }))
    const connected = await connectBoard(port)
    board.faults.unplugInNextWrite()
    await expect(connected.install(request)).rejects.toMatchObject({ code: 'port-lost' })
    await connected.release()
    expect(port.connected).toBe(false)
    board.plug()
    const again = await openLink(await portOf(board), { baudRate: 115_200 })
    await again.close()
  })

  it('a link at the rate of the boot ROM reads its log', async () => {
    const port = await portOf(createVirtualBoard({ bridge: { kind } }))
    const link = await openLink(port, { baudRate: 74_880 })
    const heard: string[] = []
    link.subscribe((bytes) => heard.push(decode(bytes)))
    await link.setSignals({ dataTerminalReady: false, requestToSend: true })
    await link.setSignals({ dataTerminalReady: false, requestToSend: false })
    await vi.waitFor(() => expect(heard.join('')).toContain('ets Jan  8 2013'), { timeout: 5000 })
    await link.close()
  })
})
