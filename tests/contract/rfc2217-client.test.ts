/** The client's side of RFC 2217: its bytes, as the RFC has them, and what it makes of a server's. */
import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Rfc2217Client } from '../device/rfc2217-client'

const [IAC, SB, SE, WILL, DO, DONT, WONT] = [255, 250, 240, 251, 253, 254, 252]
const comPort = (...bytes: number[]) => [IAC, SB, 44, ...bytes, IAC, SE]

let server: Server
let peer: Socket
let client: Rfc2217Client
let heard: number[] = []

beforeEach(async () => {
  heard = []
  const met = new Promise<Socket>((resolve) => (server = createServer(resolve)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  client = await Rfc2217Client.open('127.0.0.1', (server.address() as AddressInfo).port)
  peer = await met
  peer.on('data', (bytes) => heard.push(...bytes))
})
afterEach(() => {
  client.close()
  server.close()
})

/** What the server has got since the last question; `end` closes it off. */
async function said(): Promise<number[]> {
  const end = [0x45, 0x4e, 0x44]
  client.send(Uint8Array.from(end), () => undefined)
  while (!end.every((byte, i) => heard.at(i - 3) === byte)) {
    await new Promise((resolve) => peer.once('data', resolve))
  }
  return heard.splice(0).slice(0, -end.length)
}

it('offers binary and COM-PORT-OPTION, asks for them, and sets 8N1', async () => {
  const options = [0, 3, 44].flatMap((name) => [IAC, WILL, name, IAC, DO, name])
  expect(await said()).toEqual([...options, ...comPort(2, 8), ...comPort(3, 1), ...comPort(4, 1)])
})

it('agrees once and refuses what it does not know', async () => {
  await said()
  peer.write(Uint8Array.of(IAC, DO, 44, IAC, WILL, 0, IAC, WILL, 24, IAC, DO, 31))
  while (heard.length < 6) await new Promise((resolve) => peer.once('data', resolve))
  expect(heard.splice(0)).toEqual([IAC, DONT, 24, IAC, WONT, 31])
})

it('sets the baud rate in network byte order, with IAC doubled', async () => {
  await said()
  client.setBaudRate(460_800)
  client.setBaudRate(0x1ff00)
  expect(await said()).toEqual([...comPort(1, 0, 7, 8, 0), ...comPort(1, 0, 1, IAC, IAC, 0)])
})

it('moves only the lines that change, and never pulls EN on the way to "both off"', async () => {
  await said()
  client.setLines({ dataTerminalReady: true, requestToSend: true })
  client.setLines({ dataTerminalReady: false, requestToSend: true })
  client.setLines({ dataTerminalReady: true, requestToSend: true })
  client.setLines({ dataTerminalReady: false, requestToSend: false })
  const control = (value: number) => comPort(5, value)
  expect(await said()).toEqual([8, 11, 9, 8, 12, 9].flatMap(control))
})

it('doubles IAC in data, and takes answers and doubles out of what arrives, however it is cut', async () => {
  await said()
  client.send(Uint8Array.of(1, IAC, 2), () => undefined)
  expect(await said()).toEqual([1, IAC, IAC, 2])

  const got: number[] = []
  const whole = new Promise<void>((resolve) => {
    client.onData((bytes) => {
      got.push(...bytes)
      if (got.length === 4) resolve()
    })
  })
  const bytes = [3, ...comPort(101, 0, 1, IAC, IAC, 0), IAC, IAC, ...comPort(107, 0), 4, 5]
  peer.setNoDelay(true)
  for (const byte of bytes) {
    await new Promise<void>((resolve) => peer.write(Uint8Array.of(byte), () => resolve()))
  }
  await whole
  expect(got).toEqual([3, IAC, 4, 5])
})
