/**
 * Getting a board into its bootloader and out of it with DTR and RTS, the FLASH button, or not at all.
 * Sequences: esptool's ClassicReset and HardReset.
 */
import { ESPLoader, Transport } from 'esptool-js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { VirtualBoard, VirtualBoardOptions } from '../../src/virtual-board/board'
import { v123Image } from '../support/recorded-images'
import { makeRig } from './rig'
import type { Rig } from './rig'
import { settle } from '../support/promises'

let rig: Rig
let heard = ''

afterEach(() => rig.board.dispose())

/** Opened at the ROM's baud rate; `heard` collects what the board prints. */
async function listen(options: VirtualBoardOptions = {}, baudRate = 74880): Promise<VirtualBoard> {
  rig = await makeRig(options)
  heard = ''
  await rig.board.port.open({ baudRate, bufferSize: 65536 })
  void (async () => {
    const reader = rig.board.port.readable!.getReader()
    for (let { value } = await reader.read(); value; { value } = await reader.read()) {
      heard += String.fromCharCode(...value)
    }
  })().catch(() => undefined)
  return rig.board
}

async function wait(ms: number): Promise<void> {
  rig.clock.advance(ms)
  await settle()
}

/** D0R1, 100 ms, D1R0, `holdMs`, D0. */
async function classicReset(board: VirtualBoard, holdMs: number): Promise<void> {
  await board.port.setSignals({ dataTerminalReady: false, requestToSend: true })
  await wait(100)
  await board.port.setSignals({ dataTerminalReady: true, requestToSend: false })
  await wait(holdMs)
  await board.port.setSignals({ dataTerminalReady: false })
  await wait(500)
}

const bootloader = /boot mode:\(1,7\)/
const fromFlash = /boot mode:\(3,7\)/

describe('reset circuit', () => {
  it('enters the bootloader with the classic sequence', async () => {
    await classicReset(await listen(), 50)
    expect(heard).toMatch(bootloader)
    expect(heard).not.toMatch(fromFlash)
  })

  it('needs the slow sequence on a board whose EN rises slowly', async () => {
    const board = await listen({ resetRiseMs: 200 })
    await classicReset(board, 50)
    expect(heard).toMatch(fromFlash)
    expect(heard).not.toMatch(bootloader)
    await classicReset(board, 550)
    expect(heard).toMatch(bootloader)
  })

  it('runs the program after the run sequence', async () => {
    const board = await listen()
    await classicReset(board, 50)
    heard = ''
    await board.port.setSignals({ dataTerminalReady: false, requestToSend: true })
    await wait(100)
    expect(heard).toBe('')
    await board.port.setSignals({ requestToSend: false })
    await wait(100)
    expect(heard).toMatch(/rst cause:2, boot mode:\(3,7\)/)
  })

  it('leaves the chip alone while both lines are asserted, both are not, or the port opens', async () => {
    const board = await listen()
    await board.port.setSignals({ dataTerminalReady: true, requestToSend: true })
    await board.port.setSignals({ requestToSend: false })
    await board.port.setSignals({ dataTerminalReady: false })
    await wait(1000)
    expect(heard).toBe('')
    expect(rig.puppet.context).toBeDefined()
  })

  it('resets the board when both are released at once: Chromium releases DTR first', async () => {
    const board = await listen()
    await board.port.setSignals({ dataTerminalReady: false, requestToSend: false })
    await wait(100)
    expect(heard).toMatch(/rst cause:2, boot mode:\(3,7\)/)
  })

  it('resets the board on opening where the driver moves RTS before DTR', async () => {
    await listen({ linesOnOpen: 'glitch' })
    await wait(100)
    expect(heard).toMatch(/rst cause:2, boot mode:\(3,7\)/)
  })

  it('holds the chip in reset as long as RTS alone is asserted', async () => {
    const board = await listen()
    await board.port.setSignals({ dataTerminalReady: false, requestToSend: true })
    await wait(60_000)
    expect(heard).toBe('')
    expect(rig.puppet.context).toBeUndefined()
  })

  it('without the circuit only the FLASH button leads to the bootloader', async () => {
    const board = await listen({ autoReset: false })
    await classicReset(board, 550)
    expect(heard).toBe('')
    board.holdFlashButton(true)
    board.pressResetButton()
    board.holdFlashButton(false)
    await wait(10)
    expect(heard).toMatch(bootloader)
  })

  it('never reaches the bootloader with the fault wrongBootMode', async () => {
    const board = await listen()
    board.faults.wrongBootMode = true
    await classicReset(board, 550)
    expect(heard).toMatch(fromFlash)
    expect(heard).not.toMatch(bootloader)
  })

  it('says power-on after a power cycle, and runs nothing while unplugged', async () => {
    const board = await listen()
    board.powerCycle()
    await settle()
    expect(heard).toMatch(/rst cause:1, boot mode:\(3,7\)/)
    board.unplug()
    board.powerCycle()
    await wait(1000)
    expect(rig.puppet.context).toBeUndefined()
    expect(rig.clock.untilNext()).toBeUndefined()
  })

  it('leaves no timer behind when it is disposed of, not even in a boot loop or a reset', async () => {
    const blank = new Uint8Array(0)
    const looping = v123Image() // its header says 1 MB
    for (const flash of [blank, looping, undefined]) {
      const board = await listen(flash ? { flash, resetRiseMs: 500 } : { pace: true })
      await board.port.setSignals({ dataTerminalReady: false, requestToSend: true })
      await board.port.setSignals({ requestToSend: false })
      await wait(50)
      board.dispose()
      await settle()
      expect(rig.clock.untilNext()).toBeUndefined()
    }
  })

  it('is read as garbage at another baud rate than the chip’s', async () => {
    await listen({}, 115200)
    rig.board.powerCycle()
    await settle()
    expect(heard.length).toBeGreaterThan(100)
    expect(heard).not.toMatch(/ets Jan/)
    expect(heard).toContain('Performing initial setup') // that is MicroPython, at 115200
  })
})

describe('esptool-js connects', () => {
  it('to a slow board, by its second strategy', async () => {
    vi.spyOn(console, 'log').mockImplementation(() => undefined)
    const { createVirtualBoard } = await import('../../src/virtual-board/board')
    const board = createVirtualBoard({ resetRiseMs: 200 })
    rig = { ...rig, board }
    const transport = new Transport(board.port)
    const terminal = { clean() {}, write() {}, writeLine() {} }
    const loader = new ESPLoader({ transport, baudrate: 115200, terminal })
    await loader.connect('default_reset', 2)
    expect(loader.chip.CHIP_NAME).toBe('ESP8266')
    await transport.disconnect()
  })
})
