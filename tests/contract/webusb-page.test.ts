/**
 * What the page does with a board, over each of our drivers: up again after an unplug in mid-write, a wire that is too
 * slow for the first rate, each way into the bootloader, files alone, and refusals of the system in the page's words.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { connectBoard } from '../../src/provision/connect-board'
import { updateFiles } from '../../src/provision/update/update-files'
import { openLink } from '../../src/serial/open-link'
import { WebUsbSerial } from '../../src/serial/webusb/webusb-serial'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import type { BridgeKind } from '../../src/virtual-board/usb-devices/chips'
import { demoRequest, micropythonBoard } from '../support/micropython-board'
import { loadSessionFirst } from '../support/loaded-session'

const families: BridgeKind[] = ['ch340', 'cp2102', 'ft232r', 'pl2303-ta', 'cdc-acm']
const request = demoRequest()

let board: VirtualBoard
afterEach(() => board.dispose())

/** The device that is plugged in now. */
const portOf = (made: VirtualBoard) => new WebUsbSerial((board = made).usb).requestPort()

loadSessionFirst()

describe.each(families)('%s', (kind) => {
  it('unplugged in mid-write at a slow wire: installed by the next try, then files alone', async () => {
    const port = await portOf(micropythonBoard({ bridge: { kind } }))
    board.faults.maxBaudRate = 240_000
    const connected = await connectBoard(port)
    board.faults.unplugInNextWrite()
    await expect(connected.install(request)).rejects.toMatchObject({ code: 'port-lost' })
    await connected.release()
    board.plug()
    const again = await connectBoard(await portOf(board))
    const { link } = await again.install(request)
    await link.close()

    const change = { portal: { ...request.portal, accessPointName: 'Lamp' } }
    const updated = await updateFiles(await portOf(board), change, { way: 'reset' })
    expect(updated.report.accessPointName).toBe('Lamp')
    await updated.link.close()
    expect(board.usb.unknownRequests).toEqual([])
  })

  it.each([1, 200])('enters the bootloader of a board whose EN takes %i ms to rise', async (ms) => {
    const port = await portOf(createVirtualBoard({ bridge: { kind }, resetRiseMs: ms }))
    const connected = await connectBoard(port)
    expect(connected.identity.mac).toBe('18:fe:34:42:44:42')
    await connected.release()
  })

  it('held by the system or refused: said so, and free again it opens', async () => {
    const port = await portOf(createVirtualBoard({ bridge: { kind } }))
    const open = () => openLink(port, { baudRate: 115_200 })
    board.usb.access.claimFails = 'NetworkError'
    await expect(open()).rejects.toMatchObject({ code: 'usb-held' })
    board.usb.access.claimFails = undefined
    board.usb.access.isOpenDenied = true
    await expect(connectBoard(port)).rejects.toMatchObject({ code: 'usb-held' })
    board.usb.access.isOpenDenied = false
    await (await open()).close()
  })
})
