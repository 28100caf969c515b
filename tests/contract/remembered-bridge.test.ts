/** The second session over a bridge that the browser remembers, by the clock of the board and the wire. */
import { beforeEach, describe, expect, it } from 'vitest'
import { openBootloader } from '../../src/esptool/open-bootloader'
import { rememberRates, type KnownRates, type RateMemory } from '../../src/esptool/rate-memory'
import {
  createVirtualBoard,
  type VirtualBoard,
  type VirtualBoardOptions,
} from '../../src/virtual-board/board'
import { allTimers, useFakeTime } from '../support/fake-time'

let board: VirtualBoard
useFakeTime(() => board.dispose())

/** Believes everything at once. */
class Memory implements RateMemory {
  known: KnownRates = {}
  readonly starts: string[] = []

  of = () => this.known
  worked = (_: string, baudRate: number) => void (this.known.works = baudRate)
  failed = (_: string, baudRate: number) => void (this.known.fails = baudRate)
  started(_: string, baudRate: number, isReached: boolean): void {
    this.starts.push(`${baudRate} ${isReached ? 'reached' : 'silent'}`)
    if (!isReached) this.known.startFails = baudRate
  }
}

let memory: Memory
beforeEach(() => void (memory = new Memory()))

function plugIn(options: VirtualBoardOptions = {}): void {
  board = createVirtualBoard({ pace: true, bridge: { kind: 'cp2102' }, ...options })
  rememberRates(board.port, memory)
}

/** Until the stub runs at the fastest rate, in ms. */
async function ready(): Promise<{ baudRate: number; tookMs: number; starts: string[] }> {
  const start = performance.now()
  memory.starts.length = 0
  const bootloader = await allTimers(openBootloader(board.port))
  await allTimers(bootloader.startStub())
  const baudRate = await allTimers(bootloader.raiseBaudRate(921_600))
  const tookMs = performance.now() - start
  await allTimers(bootloader.write([{ offsetBytes: 0, bytes: new Uint8Array(0x8000).fill(7) }]))
  await allTimers(bootloader.close())
  return { baudRate, tookMs, starts: [...memory.starts] }
}

describe('once blocks were written at 921,600 baud', () => {
  it('the ROM is addressed at that rate, and the stub is there sooner', async () => {
    plugIn()
    const first = await ready()
    const second = await ready()
    expect([first.starts, second.starts]).toEqual([['460800 reached'], ['921600 reached']])
    expect([first.baudRate, second.baudRate]).toEqual([921_600, 921_600])
    expect(second.tookMs).toBeLessThan(first.tookMs - 200)
  })

  it('a ROM that measures too little there is reached at the rate below, and remembered', async () => {
    plugIn({ crystalMhz: 40, autobaudShortfall: 5 })
    await ready()
    expect((await ready()).starts).toEqual(['921600 silent', '460800 reached'])
    const third = await ready()
    expect([third.starts, third.baudRate]).toEqual([['460800 reached'], 921_600])
  })

  it('a board that is not there says so, and nothing is held against the rate', async () => {
    plugIn()
    await ready()
    board.faults.neverSync = true
    await expect(allTimers(openBootloader(board.port))).rejects.toMatchObject({ code: 'no-sync' })
    expect(memory.known.startFails).toBeUndefined()
  })
})
