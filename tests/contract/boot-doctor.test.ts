/**
 * Boards that do not come up, on the virtual board: every recorded boot and every other fate that is
 * known, read at the rates at which they are spoken, and turned into a cause and the step that helps.
 */
import { describe, expect, it, vi } from 'vitest'
import { BootFailure, nextStep, stepsAfter } from '../../src/provision/boot/boot-diagnosis'
import { BootListener } from '../../src/provision/boot/boot-listener'
import { listenToBoot } from '../../src/provision/boot/listen-to-boot'
import { startWithDoctor } from '../../src/provision/boot/boot-doctor'
import { hardReset } from '../../src/esptool/hard-reset'
import { openLink } from '../../src/serial/open-link'
import { DeviceError } from '../../src/errors'
import { BootLog } from '../../src/micropython/boot-log'
import {
  createVirtualBoard,
  type VirtualBoard,
  type VirtualBoardOptions,
} from '../../src/virtual-board/board'
import type { ProgramFactory } from '../../src/virtual-board/chip/program'
import { outcomeOf, useFakeTime } from '../support/fake-time'
import { bootLogs } from '../support/golden'
import { buildFilesystem } from '../../src/images/littlefs'
import { v112Image, v123Image } from '../support/recorded-images'
import { encode } from '../support/bytes'
import { portalLines } from '../support/running-board'

const says =
  (text: string, afterMs = 0): ProgramFactory =>
  () => ({
    start: (context) => void context.clock.after(afterMs, () => context.transmit(encode(text))),
    receive: () => undefined,
    stop: () => undefined,
  })

const startOfPortal = portalLines('ESP8266-424442')

let board: VirtualBoard
useFakeTime(() => board.dispose())

function image(sizeByte: number, make = v123Image): Uint8Array {
  const bytes = make()
  bytes[3] = sizeByte
  return bytes
}

function withFilesystem(firmware: Uint8Array, filesystem: Uint8Array): Uint8Array {
  const flash = new Uint8Array(0x100000 + filesystem.length).fill(0xff)
  flash.set(firmware)
  flash.set(filesystem, 0x100000)
  return flash
}

const good = () => withFilesystem(image(0x40), buildFilesystem([], { blockCount: 763 }))

async function start(options: VirtualBoardOptions) {
  board = createVirtualBoard({ pace: true, ...options })
  const outcome = await outcomeOf(startWithDoctor(board.port))
  await outcome.value?.link.close()
  return outcome
}

async function diagnosisOf(options: VirtualBoardOptions) {
  const { error, elapsedMs } = await start(options)
  if (!(error instanceof BootFailure)) throw error
  expect(board.port.readable).toBeNull()
  return { ...error.diagnosis, elapsedMs, code: error.code }
}

describe('a board that is well', () => {
  it("is done at the portal's own line, after one reset", async () => {
    const { value, elapsedMs } = await start({ flash: good(), program: says(startOfPortal) })
    expect(value?.report).toEqual({ accessPointName: 'ESP8266-424442', address: '192.168.4.1' })
    expect(elapsedMs).toBeLessThan(2000)
  })

  it('is waited for while it prints, as long as it takes to try a network', async () => {
    const program: ProgramFactory = () => ({
      start: (context) => {
        const say = (text: string) => context.transmit(encode(text))
        say("Trying to connect to SSID 'Home'\r\n")
        context.clock.after(30_000, () => say(startOfPortal))
      },
      receive: () => undefined,
      stop: () => undefined,
    })
    expect((await start({ flash: good(), program })).value?.report.address).toBe('192.168.4.1')
  })

  it('may print nothing for long after its first line', async () => {
    const program = says(startOfPortal, 9000)
    expect((await start({ flash: good(), program })).value?.report.address).toBe('192.168.4.1')
  })

  it('is recognised at the rate of its boot ROM by the lines of the SDK', async () => {
    board = createVirtualBoard({ pace: true, flash: good(), program: says(startOfPortal) })
    const heard = outcomeOf(hearAt(74_880))
    expect((await heard).value).toEqual({ kind: 'handed-over' })
  })
})

async function hearAt(baudRate: number) {
  const link = await openLink(board.port, { baudRate })
  try {
    const listening = listenToBoot(new BootListener(link), { quietMs: 3000, talkingMs: 0 })
    await hardReset(link)
    return await listening
  } finally {
    await link.close()
  }
}

describe('a board that is switched off while it starts', () => {
  async function switchedOffAfter(afterMs: number, options: VirtualBoardOptions = {}) {
    board = createVirtualBoard({ pace: true, flash: good(), ...options })
    setTimeout(() => board.powerOff(), afterMs)
    const { error } = await outcomeOf(startWithDoctor(board.port))
    if (!(error instanceof BootFailure)) throw error
    return error
  }

  it.each([150, 400, 3000])('after %d ms: silent at a reset, though it has spoken', async (ms) => {
    const error = await switchedOffAfter(ms, { program: says(startOfPortal, 9000) })
    expect(error.diagnosis.cause).toEqual({ code: 'gone-silent' })
    expect(error.code).toBe('boot-silent')
    expect(board.port.readable).toBeNull()
  })

  it('after a first line of its program', async () => {
    const error = await switchedOffAfter(4000, { program: says('Starting captive portal\r\n') })
    expect(error.diagnosis.cause).toEqual({ code: 'gone-silent' })
  })

  it('the same program on a board that keeps its power is a fault', async () => {
    const { cause } = await diagnosisOf({
      flash: good(),
      program: says('Starting captive portal\r\n'),
    })
    expect(cause.code).toBe('portal-late')
  })
})

describe('the recorded boots', () => {
  const corrupt = () => withFilesystem(image(0x40), new Uint8Array(4096).fill(0x5a))
  const cases: [string, () => Uint8Array, string, string][] = [
    ['blank', () => new Uint8Array(), 'nothing-bootable', 'install-again'],
    ['not-an-image', () => new Uint8Array(4096).fill(0x55), 'nothing-bootable', 'install-again'],
    ['v1.12-header-untouched-512KB-on-4MB', v112Image, 'flash-size-header', 'rewrite-with-size'],
    ['v1.23-4MB-bad-irom-byte', () => image(0x40), 'no-portal', 'install-again'],
    [
      'v1.23-4MB-bad-segment-byte',
      () => flipped(image(0x40), 0x100),
      'image-damaged',
      'install-again',
    ],
    ['v1.23-4MB-filesystem-corrupt', corrupt, 'filesystem-corrupt', 'erase-filesystem'],
    ['v1.23-4MB-first-boot', () => image(0x40), 'no-portal', 'install-again'],
    [
      'v1.23-4MB-truncated',
      () => image(0x40).subarray(0, 300_000),
      'silent-after-load',
      'install-again',
    ],
    ['v1.23-header-2MB-on-4MB', () => image(0x30), 'flash-size-header', 'rewrite-with-size'],
    [
      'v1.23-header-untouched-1MB-on-4MB',
      () => image(0x20),
      'flash-size-header',
      'rewrite-with-size',
    ],
  ]

  it('are all here', () => {
    expect(cases.map(([name]) => name).sort()).toEqual(bootLogs.map((one) => one.case).sort())
  })

  it.each(cases)('%s', async (name, flash, cause, step) => {
    const diagnosis = await diagnosisOf({ flash: flash() })
    expect([diagnosis.cause.code, diagnosis.next.step]).toEqual([cause, step])
    expect(diagnosis.elapsedMs).toBeLessThan(16_000)
    expect(cause).toBe(
      name.includes('irom') || name.includes('first') ? 'no-portal' : fromRecording(name),
    )
  })

  /** What the recognisers make of the recorded text itself. */
  function fromRecording(name: string) {
    const log = new BootLog()
    const { segments } = bootLogs.find((one) => one.case === name)!
    for (const { text } of segments) log.push(encode(text))
    return log.conclude().code
  }

  it('a corrupt filesystem is erased by its first two sectors', async () => {
    const { next } = await diagnosisOf({ flash: corrupt() })
    expect(next).toEqual({ step: 'erase-filesystem', offsetBytes: 0x100000, sizeBytes: 8192 })
  })
})

function flipped(bytes: Uint8Array, offset: number): Uint8Array {
  bytes[offset] = bytes[offset]! ^ 0xff
  return bytes
}

describe('other fates', () => {
  it('GPIO0 held low: release the FLASH button', async () => {
    board = createVirtualBoard({ pace: true, flash: good() })
    board.holdFlashButton(true)
    const { error } = await outcomeOf(startWithDoctor(board.port))
    expect(stepsAfter(error as BootFailure)[0]).toEqual({ step: 'release-flash' })
  })

  it('main.py ends with a traceback: it is shown, and the console opens', async () => {
    const text = [
      'Traceback (most recent call last):',
      '  File "main.py", line 3, in <module>',
      "ImportError: no module named 'captive_portal'",
      'MicroPython v1.23.0 on 2024-06-02; ESP module with ESP8266',
      'Type "help()" for more information.',
      '>>> ',
    ].join('\r\n')
    const { cause, next, code } = await diagnosisOf({ flash: good(), program: says(text) })
    expect(cause).toMatchObject({ code: 'portal-crashed', traceback: { type: 'ImportError' } })
    expect([next.step, code]).toEqual(['open-console', 'portal-silent'])
  })

  it('a board that prints nothing: press its reset button', async () => {
    board = createVirtualBoard({ pace: true, flash: good(), autoReset: false, program: says('') })
    await vi.advanceTimersByTimeAsync(3000)
    const { error } = await outcomeOf(startWithDoctor(board.port))
    expect(stepsAfter(error as BootFailure)[0]?.step).toBe('press-reset')
  })

  it('an unplugged cable is no matter for the doctor', async () => {
    board = createVirtualBoard({ pace: true, flash: good(), program: says('') })
    setTimeout(() => board.unplug(), 1000)
    const { error } = await outcomeOf(startWithDoctor(board.port))
    expect(error).toMatchObject({ code: 'port-lost' })
    expect(error).not.toBeInstanceOf(BootFailure)
  })

  it('a cancel ends at once', async () => {
    board = createVirtualBoard({ pace: true, flash: good(), program: says('') })
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 1000)
    const { error, elapsedMs } = await outcomeOf(
      startWithDoctor(board.port, { signal: abort.signal }),
    )
    expect(error).toMatchObject({ name: 'AbortError' })
    expect(elapsedMs).toBeLessThan(1100)
  })
})

describe('the next step', () => {
  it('goes down the ladder of flash modes only after a flash that cannot be read', () => {
    const cause = { code: 'flash-read' } as const
    expect(nextStep(cause, { flashMode: 'keep' })).toEqual({
      step: 'other-flash-mode',
      flashMode: 'dio',
    })
    expect(nextStep(cause, { flashMode: 'dio' })).toEqual({
      step: 'other-flash-mode',
      flashMode: 'dout',
    })
    expect(nextStep(cause, { flashMode: 'dout' })).toEqual({ step: 'power' })
    expect(nextStep({ code: 'image-damaged' }, { flashMode: 'keep' }).step).not.toBe(
      'other-flash-mode',
    )
  })

  it.each([
    ['no-sync', 'hold-flash'],
    ['no-answer', 'slower-baud'],
    ['write-failed', 'slower-baud'],
    ['stub-failed', 'power'],
  ] as const)('after %s is %s', (code, step) => {
    expect(stepsAfter(new DeviceError(code, ''))[0]).toEqual({ step })
  })

  it.each([
    [{ code: 'boot-loop', resetCause: 1 }, 'power'],
    [{ code: 'boot-loop', resetCause: 2 }, 'press-reset'],
    [{ code: 'boot-loop', resetCause: 4 }, 'install-again'],
    [{ code: 'sdio-mode' }, 'release-gpio15'],
    [{ code: 'exception', cause: 28 }, 'install-again'],
    [{ code: 'noise' }, 'power'],
  ] as const)('for %j is %s', (cause, step) => {
    expect(nextStep(cause).step).toBe(step)
  })
})
