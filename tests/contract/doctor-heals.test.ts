/**
 * What the doctor says is right, and its button heals: foreign RF data, a remedy that did not help, lines
 * of the SDK that are not MicroPython's, and a bridge that does not move its lines.
 */
import { describe, expect, it, vi } from 'vitest'
import { DeviceError } from '../../src/errors'
import { BootFailure, diagnose, stepsAgainst } from '../../src/provision/boot/boot-diagnosis'
import { startWithDoctor } from '../../src/provision/boot/boot-doctor'
import type { Phase } from '../../src/provision/progress'
import { remedies } from '../../src/provision/boot/remedies'
import { bootFix, wordsFor } from '../../src/ui/install/boot-fix'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import type { ProgramFactory } from '../../src/virtual-board/chip/program'
import { buildFilesystem } from '../../src/images/littlefs'
import { outcomeOf, useFakeTime } from '../support/fake-time'
import { filesOn, fileEntry, flashWith, installOn, patterned } from '../support/one-pass'
import { v123Image } from '../support/recorded-images'
import { encode } from '../support/bytes'
import { portalLines } from '../support/running-board'

let board: VirtualBoard
useFakeTime(() => board.dispose())

/** A 4 MB board with MicroPython and an empty filesystem, on which `program` runs. */
function boardThatRuns(program: ProgramFactory, options = {}): VirtualBoard {
  const flash = new Uint8Array(0x400000 - 0x5000).fill(0xff)
  const image = v123Image()
  image[3] = 0x40
  flash.set(image)
  flash.set(buildFilesystem([], { blockCount: 763 }), 0x100000)
  return (board = createVirtualBoard({ pace: true, flash, program, ...options }))
}

const says =
  (...texts: [text: string, afterMs: number][]): ProgramFactory =>
  () => ({
    start: ({ clock, transmit }) => {
      for (const [text, afterMs] of texts) {
        clock.after(afterMs, () => transmit(encode(text)))
      }
    },
    receive: () => undefined,
    stop: () => undefined,
  })

const startOfPortal = portalLines('Lamp')

async function start() {
  const heard: [Phase, string | undefined][] = []
  const report = (phase: Phase, progress?: { detail?: string }) =>
    void heard.push([phase, progress?.detail])
  const outcome = await outcomeOf(startWithDoctor(board.port, { report }), 300_000)
  await outcome.value?.link.close()
  return { ...outcome, heard, phases: heard.map(([phase]) => phase) }
}

const causeOf = (error: unknown) =>
  error instanceof BootFailure ? error.diagnosis.cause.code : error

describe('RF data that something else has overwritten', () => {
  const mib = 1024 * 1024
  const header = { code: 'flash-size-header' } as const
  const saying = (byte: string) => [
    { baudRate: 74_880, text: `csum 0xcb\r\nrf_cal[0] !=0x05,is 0x${byte}\r\n\r\n ets Jan` },
  ]

  it.each(['E6', '00', '5a', '04'])('with the right size it is not the size: is 0x%s', (byte) => {
    board = createVirtualBoard()
    const diagnosis = diagnose(header, { flashSize: 'measured' }, saying(byte))
    const failure = new BootFailure(diagnosis)
    expect(diagnosis.cause).toEqual({ code: 'rf-data', firstByte: parseInt(byte, 16) })
    expect(wordsFor(failure).cause()).toMatch(/size is right.*left its own data/)
    expect(bootFix(failure)).toEqual({
      label: 'Erase the radio data and install',
      action: { verb: 'retry', change: { renewRfData: true } },
    })
  })

  it('with a header that nobody has written right it is the size, and then that sector', () => {
    board = createVirtualBoard()
    for (const how of [{}, { flashSize: 'measured' } as const]) {
      const failure = new BootFailure(diagnose(header, how, saying('FF')))
      expect(failure.diagnosis.cause).toEqual(header)
      expect(bootFix(failure)?.label).toBe('Install with the right size')
      const next = bootFix(failure, undefined, ['Install with the right size'])
      expect(next?.action).toEqual({ verb: 'retry', change: { renewRfData: true } })
    }
    const chosen = new BootFailure(diagnose(header, { flashSize: 'chosen' }, saying('FF')))
    expect(bootFix(chosen)?.action).toEqual({ verb: 'choose-size' })
  })

  it.each([2, 4, 8, 16])('its button erases that sector of %d MB alone', async (sizeMb) => {
    vi.useRealTimers()
    const sizeBytes = sizeMb * mib
    board = createVirtualBoard({ flashSizeBytes: sizeBytes, flash: ours(sizeBytes) })
    const sector = sizeBytes - 0x4000
    for (const at of [sector, sector + 0x1000, sector + 0x3000]) {
      board.flash.eraseSectors(at, 4096)
      board.flash.program(at, patterned(4096, at).fill(0x5a, 0, 1))
    }
    const before = board.flash.bytes.slice()
    await installOn(board, { change: { renewRfData: true }, files: [] })
    const after = board.flash.bytes.slice()
    const record = after.slice(sector, sector + 128)
    // Up to 4 MB MicroPython writes its own into an erased sector; beyond, the record is written.
    expect(record.every((byte) => byte === 0xff) || record[0] === 0x05).toBe(true)
    expect(after.slice(sector + 128, sector + 4096).every((byte) => byte === 0xff)).toBe(true)
    expect(same(after.subarray(sector + 4096), before.subarray(sector + 4096))).toBe(true)
    if (sizeMb === 4) expect(filesOn(board).get('/diary.txt')).toBeDefined()
  })

  const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

  function ours(sizeBytes: number): Uint8Array {
    if (sizeBytes === 4 * mib) return flashWith([['/diary.txt', fileEntry('dear diary')]])
    return new Uint8Array(0)
  }
})

describe('a remedy that did not help', () => {
  const traceback = { type: 'OSError', message: '', frames: [] }
  const details = { startSector: 256, sectors: 763, cause: 28, resetCause: 4, traceback }
  const causes = Object.keys(remedies)

  it.each(causes)(
    '%s: is not offered twice, what erases comes last, and no list ends in nothing',
    (code) => {
      board = createVirtualBoard()
      const cause = { code, ...details } as Parameters<typeof stepsAgainst>[0]
      const failure = new BootFailure(diagnose(cause, {}, []))
      const pressed: string[] = []
      for (;;) {
        const fix = bootFix(failure, { baudRate: 460_800 }, pressed)!
        expect(pressed).not.toContain(fix.label)
        if (fix.action.verb === 'console') break
        pressed.push(fix.label)
      }
      const erases = pressed.findIndex((label) => label.startsWith('Erase flash'))
      if (erases >= 0) expect(erases).toBe(pressed.length - 1)
    },
  )

  it.each(['no-sync', 'write-failed', 'verify-failed', 'stub-failed', 'repl-silent'] as const)(
    '%s: the same holds before the boot',
    (code) => {
      board = createVirtualBoard()
      const pressed: string[] = []
      let baudRate = 921_600
      for (;;) {
        const fix = bootFix(new DeviceError(code, ''), { baudRate }, pressed)
        if (!fix) break
        expect(pressed).not.toContain(fix.label)
        pressed.push(fix.label)
        if (fix.action.verb === 'retry') baudRate = fix.action.change.baudRate ?? baudRate
      }
      expect(pressed.length).toBeGreaterThan(1)
    },
  )
})

describe('lines of the SDK are not MicroPython', () => {
  const sdkLines = [
    'force slp enable,type: 2',
    'dhcp server start:(ip:192.168.4.1,mask:255.255.255.0,gw:192.168.4.1)',
    'add if0',
    'add if1',
    'del if1',
    'mode : sta(18:fe:34:42:44:42)',
    'mode : softAP(1a:fe:34:42:44:42)',
    'mode : sta(18:fe:34:42:44:42) + softAP(1a:fe:34:42:44:42)',
    'sleep disable',
    'bcn 100',
    'bcn_timeout,ap_probe_send_start',
    'ap_probe_send over, rest wifi status to disassoc',
    'scandone',
    'state: 0 -> 2 (b0)',
    'state: 5 -> 0 (0)',
    'f 0, -180',
    'add 0',
    'aid 1',
    'pm open,type:2 0',
    'pm close 7',
    'cnt ',
    'connected with Home Sweet Home, channel 11',
    'dhcp client start...',
    'ip:192.168.1.7,mask:255.255.255.0,gw:192.168.1.1',
    'chg_B1:-40',
    'usl',
    'rm match',
    'reconnect',
    'no Home Sweet Home found, reconnect after 1s',
    'mac 18:fe:34:42:44:42',
    'phy ver: 1136_0, pp ver: 10.2',
    'rf cal sector: 1019',
    'SDK ver: 2.2.0-dev(9422289) compiled @ Nov  3 2017 19:40:08',
  ]

  it('a firmware that stops after two of them is not a portal that is late', async () => {
    const text = `${sdkLines[0]}\r\n${sdkLines[1]}\r\n`
    boardThatRuns(says([text, 50]))
    const { error, phases } = await start()
    expect(causeOf(error)).toBe('micropython-silent')
    expect(phases).not.toContain('portal')
  })

  it.each(sdkLines)('so it is after %j, whole or in the midst of it', async (line) => {
    boardThatRuns(says([`${line}\r\n`, 50], [line.slice(0, -1), 60]))
    const { error, phases } = await start()
    expect(causeOf(error)).toBe('micropython-silent')
    expect(phases).not.toContain('portal')
  })

  it('a portal that comes after them, and after a long silence, is there all the same', async () => {
    boardThatRuns(says([`${sdkLines.join('\r\n')}\r\n`, 50], [startOfPortal, 4000]))
    const { value, phases } = await start()
    expect(value?.report).toMatchObject({ accessPointName: 'Lamp' })
    expect(phases.filter((phase) => phase === 'start')).toHaveLength(1)
  })

  it('a board with a crystal of 40 MHz, whose ROM prints at the same rate, is waited for', async () => {
    const early = 'Trying to connect to SSID "Home"\r\n'
    boardThatRuns(says([early, 3000], [startOfPortal, 20_000]), { crystalMhz: 40 })
    const { value, phases } = await start()
    expect(value?.report).toMatchObject({ address: '192.168.4.1' })
    expect(phases).toContain('portal')
  })
})

describe('a bridge that refuses to move its lines', () => {
  function refuseLines() {
    board.port.setSignals = async () => {
      throw new DOMException('Failed to set control signals.', 'NetworkError')
    }
  }

  it('after a verified write a person is asked for the reset button, and waited for', async () => {
    boardThatRuns(says([startOfPortal, 500]), { autoReset: false })
    refuseLines()
    await vi.advanceTimersByTimeAsync(5000)
    setTimeout(() => board.pressResetButton(), 45_000)
    const { value, heard } = await start()
    expect(value?.report).toMatchObject({ accessPointName: 'Lamp' })
    expect(heard[1]).toEqual(['start', 'Press the RESET button on the board'])
    expect(heard.filter(([, detail]) => detail?.startsWith('Press'))).toHaveLength(1)
  })

  it('nobody presses: the board is silent, and the button says what to do; not "slower"', async () => {
    boardThatRuns(says([startOfPortal, 500]), { autoReset: false })
    refuseLines()
    await vi.advanceTimersByTimeAsync(5000)
    const { error } = await start()
    expect(causeOf(error)).toBe('silent')
    expect(bootFix(error as DeviceError)?.label).toBe('Try again after the reset')
    expect(board.port.readable).toBeNull()
  })

  it('an unplugged cable is still an unplugged cable', async () => {
    boardThatRuns(says())
    refuseLines()
    setTimeout(() => board.unplug(), 1000)
    const { error } = await start()
    expect(error).toMatchObject({ code: 'port-lost' })
  })
})
