/** A serial port on the network as a serial device of this machine, for a real browser. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeLauncher } from '../web-serial/launcher'
import { buildNativeParts, serialDevice, whyNot } from '../web-serial/machine'
import { PtyLine } from '../web-serial/pty-line'
import { udevMessage } from '../web-serial/udev-message'
import { Rfc2217Client } from './rfc2217-client'

const ids = { usbVendorId: 0x1a86, usbProductId: 0x7523 }

export interface DevicePort {
  /** Program that starts a browser which sees the port. */
  launcher: string
  /** To a browser that has just begun to listen for devices. */
  introduce(): void
  close(): void
}

/** @param origin of the page that may use the port */
export async function networkPort(
  host: string,
  port: number,
  { chromium, origin }: { chromium: string; origin: string },
): Promise<DevicePort> {
  const reason = whyNot()
  if (reason) throw new Error(`Cannot give Chromium a port of the network: ${reason}.`)
  const client = await Rfc2217Client.open(host, port)
  const folder = mkdtempSync(join(tmpdir(), 'device-'))
  const socket = join(folder, 'lines')
  const { serialPty, modemLines } = buildNativeParts()
  const device = serialDevice()!
  const line = await joined(client, serialPty, socket)
  client.onClose(() => line.hangUp())
  const parts = { chromium, modemLines, socket, pty: line.path, device: device.node, origin }
  return {
    launcher: writeLauncher(folder, parts),
    introduce: () => {
      line.announce(udevMessage('remove', device, ids, socket))
      line.announce(udevMessage('add', device, ids, socket))
    },
    close: () => {
      client.close()
      line.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function joined(client: Rfc2217Client, program: string, socket: string): Promise<PtyLine> {
  const both = (on: boolean) => client.setLines({ dataTerminalReady: on, requestToSend: on })
  const line = await PtyLine.open(program, socket, {
    opened: () => both(true),
    closed: () => both(false),
    baudRate: (rate) => client.setBaudRate(rate),
    lines: (lines) => client.setLines(lines),
    break: (isOn) => client.setBreak(isOn),
    data: (bytes) => client.send(bytes, () => line.grant(bytes.length)),
  })
  client.onData((bytes) => line.send(bytes))
  return line
}
