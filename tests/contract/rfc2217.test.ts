/**
 * The board on a TCP port: the bytes of RFC 2217, and independent programs that speak it.
 */
import { execFile, execFileSync } from 'node:child_process'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BoardServer } from '../../src/cli/rfc2217/board-server'
import { serveBoard } from '../../src/cli/rfc2217/board-server'
import { VirtualClock } from '../../src/virtual-board/clock'
import { LinePairing } from '../../src/cli/rfc2217/dtr-rts-pairing'
import { Rfc2217Session } from '../../src/cli/rfc2217/server-protocol'
import { makeRig } from './rig'
import type { VirtualBoard } from '../../src/virtual-board/board'
import { createVirtualBoard } from '../../src/virtual-board/board'
import { settle } from '../support/promises'

const [IAC, SB, SE] = [255, 250, 240]
const [WILL, DO, DONT, WONT] = [251, 253, 254, 252]
const comPort = (...bytes: number[]) => [IAC, SB, 44, ...bytes, IAC, SE]

function session() {
  const calls: unknown[] = []
  const port = {
    baudRate: 115200,
    dataTerminalReady: false,
    requestToSend: true,
    setLines: (lines: object) => calls.push(lines),
    send: (bytes: Uint8Array) => calls.push([...bytes]),
    purgeTransmit: () => calls.push('purge'),
  }
  let sent: number[] = []
  const session = new Rfc2217Session(port, (bytes) => sent.push(...bytes))
  return {
    port,
    calls,
    sent: () => sent,
    data: (...bytes: number[]) => session.data(Uint8Array.from(bytes)),
    ask: (...bytes: number[]) => {
      sent = []
      session.receive(Uint8Array.from(bytes))
      return sent
    },
  }
}

describe('RFC 2217', () => {
  it('agrees to binary and COM-PORT-OPTION, refuses other options, and does not repeat itself', () => {
    const { ask } = session()
    expect(ask(IAC, WILL, 0)).toEqual([IAC, DO, 0])
    expect(ask(IAC, WILL, 0)).toEqual([])
    expect(ask(IAC, DO, 44)).toEqual([IAC, WILL, 44])
    expect(ask(IAC, WILL, 24)).toEqual([IAC, DONT, 24])
    expect(ask(IAC, DO, 24)).toEqual([IAC, WONT, 24])
  })

  it('passes data through, with IAC doubled on the wire and single on the port', () => {
    const { ask, calls, data, sent } = session()
    expect(ask(1, IAC, IAC, 2)).toEqual([])
    expect(calls.flat()).toEqual([1, 255, 2])
    data(3, 255, 4)
    expect(sent()).toEqual([3, IAC, IAC, 4])
  })

  it('sets and reports the baud rate, in network byte order', () => {
    const { ask, port } = session()
    expect(ask(...comPort(1, 0, 7, 8, 0))).toEqual(comPort(101, 0, 7, 8, 0))
    expect(port.baudRate).toBe(460800)
    expect(ask(...comPort(1, 0, 0, 0, 0))).toEqual(comPort(101, 0, 7, 8, 0))
  })

  it('confirms 8N1', () => {
    const { ask } = session()
    expect(ask(...comPort(2, 8), ...comPort(3, 1), ...comPort(4, 0))).toEqual([
      ...comPort(102, 8),
      ...comPort(103, 1),
      ...comPort(104, 1),
    ])
  })

  it('sets and reports DTR and RTS', () => {
    const { ask, calls } = session()
    expect(ask(...comPort(5, 8), ...comPort(5, 12))).toEqual([
      ...comPort(105, 8),
      ...comPort(105, 12),
    ])
    expect(calls).toEqual([{ dataTerminalReady: true }, { requestToSend: false }])
    expect(ask(...comPort(5, 7), ...comPort(5, 10))).toEqual([
      ...comPort(105, 9),
      ...comPort(105, 11),
    ])
  })

  it('purges what is not yet sent, and data before it goes first', () => {
    const { ask, calls } = session()
    expect(ask(1, 2, ...comPort(12, 3), 4)).toEqual(comPort(112, 3))
    expect(calls).toEqual([[1, 2], 'purge', [4]])
  })

  it('understands a request however it is cut into packets', () => {
    const whole = [1, IAC, IAC, ...comPort(1, 0, 1, 255, 255, 0), 2, ...comPort(5, 8), 3]
    const { ask, calls, port } = session()
    const answers = whole.flatMap((byte) => ask(byte))
    expect(answers).toEqual([...comPort(101, 0, 1, 255, 255, 0), ...comPort(105, 8)])
    expect(port.baudRate).toBe(0x1ff00)
    expect(calls).toEqual([[1], [255], [2], { dataTerminalReady: true }, [3]])
  })
})

describe('DTR and RTS that arrive one by one', () => {
  it('end a reset together, if the second comes in time', () => {
    const clock = new VirtualClock()
    const seen: string[] = []
    const lines = new LinePairing(clock, (both) =>
      seen.push(`D${Number(both.dataTerminalReady)}R${Number(both.requestToSend)}`),
    )
    lines.set({ requestToSend: true })
    lines.set({ dataTerminalReady: true })
    clock.advance(100)
    lines.set({ requestToSend: false })
    expect(seen).toEqual(['D0R1', 'D1R0'])
    lines.set({ dataTerminalReady: false })
    lines.set({ requestToSend: true })
    lines.set({ dataTerminalReady: true })
    clock.advance(200)
    expect(seen).toEqual(['D0R1', 'D1R0', 'D0R0', 'D0R1', 'D1R1'])
  })
})

describe('a board on a TCP port', () => {
  let server: BoardServer
  afterEach(() => server.close())

  it('serves one client at a time, and the next when it has gone', async () => {
    const { board, puppet } = await makeRig()
    server = await serveBoard(board, 0)
    const first = connect(server.port, '127.0.0.1')
    await new Promise((resolve) => first.once('data', resolve))
    const second = connect(server.port, '127.0.0.1')
    const refusal = await new Promise((resolve) => second.once('data', resolve))
    expect(String(refusal)).toBe('The board is in use.\r\n')
    first.write('hello')
    await until(() => puppet.received.length === 5)
    first.destroy()
    await until(() => board.bridge.client === undefined)
    const third = connect(server.port, '127.0.0.1')
    await until(() => board.bridge.client !== undefined)
    third.destroy()
    board.dispose()
  })
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await settle()
}

/** A Python that has pySerial, or undefined. */
function pythonWithSerial(): string | undefined {
  return ['python3', '/usr/bin/python3'].find((python) => {
    try {
      execFileSync(python, ['-c', 'import serial.rfc2217'], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  })
}

function hasEsptool(): boolean {
  try {
    execFileSync('esptool', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const python = pythonWithSerial()
const esptool = hasEsptool()

describe('independent clients', () => {
  let board: VirtualBoard
  let server: BoardServer
  beforeEach(async () => {
    board = createVirtualBoard({ linesOnOpen: 'released' })
    server = await serveBoard(board, 0)
  })
  afterEach(async () => {
    await server.close()
    board.dispose()
  })

  const title = python ? 'pySerial' : 'pySerial (skipped: no Python with python3-serial here)'
  it.skipIf(!python)(
    `${title} resets, syncs, writes flash, changes baud and reads the boot log`,
    async () => {
      const script = new URL('pyserial/flash_over_rfc2217.py', import.meta.url).pathname
      const golden = new URL('../golden/rom-and-stub.json', import.meta.url).pathname
      const url = `rfc2217://127.0.0.1:${server.port}`
      const { stdout } = await promisify(execFile)(python!, [script, url, golden])
      expect(JSON.parse(stdout)).toEqual({
        syncs: 8,
        magic: '010a020001c1f0ff0000',
        begun: '0102020001c1f0ff0000',
        written: '0103020001c1f0ff0000',
        log: expect.stringMatching(/ets Jan {2}8 2013,rst cause:2, boot mode/),
      })
      expect(board.flash.read(0x300000, 256)).toEqual(Uint8Array.from({ length: 256 }, (_, i) => i))
    },
  )

  const other = esptool ? 'esptool' : 'esptool (skipped: not installed here)'
  it.skipIf(!esptool)(`${other} finds the flash`, async () => {
    const args = ['--port', `rfc2217://127.0.0.1:${server.port}`, 'flash_id']
    const { stdout } = await promisify(execFile)('esptool', args)
    expect(stdout).toContain('Detected flash size: 4MB')
  })
})
