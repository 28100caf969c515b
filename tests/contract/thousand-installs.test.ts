/**
 * The page and one board for a very long day: the page's own Session installs again and again, each
 * time under another name, and nothing of one installation is left in the next. Small images and a
 * program that only says what the portal says; the run with real MicroPython is shorter. INSTALLS=1000 for a
 * longer day.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { hardReset } from '../../src/esptool/hard-reset'
import { makeDemoImage } from '../../src/images/demo-image'
import { connectBoard } from '../../src/provision/connect-board'
import type { InstallRequest } from '../../src/provision/request'
import { RescuedFiles } from '../../src/provision/rescue/rescued-files'
import { ownerOf } from '../../src/serial/lease'
import { Session } from '../../src/state/session.svelte'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import type { ProgramFactory } from '../../src/virtual-board/chip/program'
import { createMicroPythonProgram } from '../../src/virtual-board/python-worker/node'
import { allTimers } from '../support/fake-time'
import { heldBytes, listenersOn, resources } from '../support/leaks'
import { loadPortalFirst } from '../support/loaded-session'
import { fastClock } from '../support/micropython-board'
import { request } from '../support/one-pass'
import { portalSaying } from '../support/running-board'

loadPortalFirst()
afterEach(() => void vi.useRealTimers())

const programs = { running: 0, started: 0 }

/** Counts how many of its kind run. */
const counted =
  (make: ProgramFactory): ProgramFactory =>
  () => {
    const program = make()
    return {
      start(context) {
        programs.started++
        programs.running++
        program.start(context)
      },
      receive: (bytes) => program.receive(bytes),
      stop() {
        programs.running--
        program.stop()
      },
    }
  }

/** A board, the page's session on it, and all that an installation is handed. */
class Day {
  readonly board: VirtualBoard
  readonly session: Session
  readonly signals: AbortSignal[] = []
  name = ''

  constructor(make: (name: () => string) => ProgramFactory) {
    programs.running = programs.started = 0
    const program = counted(make(() => this.name))
    const clock = vi.isFakeTimers() ? undefined : fastClock()
    const options = { flashSizeBytes: 2 * 1024 * 1024, program, clock }
    const board = (this.board = createVirtualBoard(options))
    const rescued = new RescuedFiles()
    this.session = new Session({
      provider: async () => board.serial,
      connectBoard: (port, options) => {
        if (options.signal) this.signals.push(options.signal)
        return connectBoard(port, { ...options, rescued })
      },
      updateOverConsole: () => Promise.reject(new Error('Nobody asked for it.')),
      listen: () => Promise.reject(new Error('Nobody asked for it.')),
      openWifi: () => Promise.reject(new Error('Nobody asked for it.')),
      hardReset: (link) => hardReset(link),
    })
  }

  /** From the first click to "running", then the cable is let go of. Gives the portal's name. */
  async install(name: string, change: Partial<InstallRequest> = {}): Promise<string | undefined> {
    this.name = name
    const portal = { accessPointName: name, accessPointAddress: '192.168.4.1', hostname: '' }
    await this.session.connect('virtual')
    await this.session.install(request({ portal, ...change }))
    const { state } = this.session
    await this.session.disconnect()
    if (state.at === 'failed') throw state.error
    return state.at === 'running' ? state.report?.accessPointName : state.at
  }

  /** Whatever an installation may leave behind. */
  left() {
    const { port, serial, bridge } = this.board
    const streams = [port.readable, port.writable].filter((stream) => stream !== null).length
    const listeners = [port, serial].map((target) => listenersOn(target, 'connect', 'disconnect'))
    const signals = this.signals.splice(0).map((signal) => listenersOn(signal, 'abort'))
    const holds = [bridge.client, ownerOf(port)].filter(Boolean).length
    return {
      streams,
      holds,
      listeners,
      signals,
      timers: vi.isFakeTimers() ? vi.getTimerCount() : 0,
    }
  }
}

const nothing = { streams: 0, holds: 0, listeners: [0, 0], signals: [0], timers: 0 }

describe('hundreds of installs in a row on one virtual board', () => {
  const installs = Number(process.env.INSTALLS ?? 300)
  const warmUp = Math.floor(installs / 3)
  let day: Day
  beforeEach(() => {
    vi.useFakeTimers()
    day = new Day(portalSaying)
  })
  afterEach(() => day.board.dispose())

  it('leave no reader, lock, listener, timer or program, and less than 1 KB each', async () => {
    let before = 0
    for (let count = 1; count <= installs; count++) {
      const name = `Lamp ${count}`
      expect(await allTimers(day.install(name))).toBe(name)
      expect(day.left()).toEqual(nothing)
      expect(programs).toEqual({ running: 1, started: count })
      if (count === warmUp) before = heldBytes()
    }
    expect((heldBytes() - before) / (installs - warmUp)).toBeLessThan(1024)
  }, 600_000)
})

/** One for each worker that lives. */
const workers = () => resources('MessagePort')

describe('8 installs in a row with real MicroPython', () => {
  it('have one worker at a time, and leave none', async () => {
    const firmware = makeDemoImage()
    const day = new Day(() => createMicroPythonProgram())
    for (let count = 1; count <= 8; count++) {
      const name = `Lamp ${count}`
      expect(await day.install(name, { firmware })).toBe(name)
      expect(day.left()).toEqual(nothing)
      expect(programs).toEqual({ running: 1, started: count })
      await vi.waitFor(() => expect(workers()).toBe(1), waitOptions)
    }
    day.board.dispose()
    await vi.waitFor(() => expect(workers()).toBe(0), waitOptions)
  }, 600_000)
})

/** A worker that is told to end does so when the thread next looks. */
const waitOptions = { timeout: 20_000, interval: 20 }
