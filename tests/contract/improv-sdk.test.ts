/** The Improv project's own client library, as it is, gives our board a network over its SerialPort. */
import { ImprovSerial } from 'improv-wifi-serial-sdk/dist/serial'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { LineSplitter } from '../../src/micropython/line-splitter'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { boardWith, portalTree } from '../support/update-rig'

const quiet = { log() {}, error() {}, debug() {} }
let board: VirtualBoard
let client: ImprovSerial
const lines: string[] = []

/** The client, and beside it the console's lines, as two readers of one stream. */
async function connect() {
  await board.port.open({ baudRate: 115_200 })
  const [forClient, forConsole] = board.port.readable!.tee()
  void readLines(forConsole)
  const port = { readable: forClient, writable: board.port.writable } as SerialPort
  client = new ImprovSerial(port, quiet)
}

async function readLines(stream: ReadableStream<Uint8Array>) {
  const splitter = new LineSplitter()
  const reader = stream.getReader()
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    lines.push(...splitter.push(value))
  }
}

const said = (line: string) => expect.poll(() => lines, { timeout: 30_000 }).toContain(line)

beforeEach(async () => {
  lines.length = 0
  board = boardWith(await portalTree())
  await connect()
  await said("Access point 'Lamp' is open")
})
afterEach(async () => {
  await client.close()
  board.dispose()
})

it('detects the board, scans, is refused, joins, and gets the address', async () => {
  const info = await client.initialize(10_000)
  expect(info).toMatchObject({ firmware: 'MicroPython', chipFamily: 'ESP8266' })
  expect(info?.version).toMatch(/^\d+\.\d+\.\d+$/)
  expect(client.state).toBe(2)
  const networks = await client.scan()
  expect(networks).toContainEqual(expect.objectContaining({ name: 'Home', secured: true }))
  expect(networks.every(({ rssi }) => rssi < 0)).toBe(true)
  const states: number[] = []
  client.addEventListener('state-changed', () => void states.push(Number(client.state)))
  await expect(client.provision('Home', 'wrong password')).rejects.toBe('UNABLE_TO_CONNECT')
  await client.provision('Home', 'correct horse')
  expect(client.nextUrl).toBe('http://192.168.1.23/')
  expect(states).toEqual([3, 2, 3, 4])
  await client.requestCurrentState()
  expect(client.nextUrl).toBe('http://192.168.1.23/')
  await said('Turned off access point')
  for (const secret of ['wrong password', 'correct horse'])
    expect(lines.join('\n')).not.toContain(secret)
})

it('hears that commands are unknown which are optional', async () => {
  await client.initialize(10_000)
  await expect(client.getHostname()).rejects.toBe('UNKNOWN_RPC_COMMAND')
  await expect(client.requestNetworkState()).rejects.toBe('UNKNOWN_RPC_COMMAND')
})
