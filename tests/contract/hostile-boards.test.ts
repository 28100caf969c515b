/**
 * Boards that send wrong output without end: noise, as every byte at a wrong baud rate is, and the
 * same boot log over and over. Never a crash, a hang or a success; words that lead on; a free port.
 */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { DeviceError } from '../../src/errors'
import { openBootloader } from '../../src/esptool/open-bootloader'
import { BootLog } from '../../src/micropython/boot-log'
import { PortalLines } from '../../src/micropython/portal-lines'
import { openRepl } from '../../src/micropython/open-repl'
import { BootFailure } from '../../src/provision/boot/boot-diagnosis'
import { startWithDoctor } from '../../src/provision/boot/boot-doctor'
import { ownerOf } from '../../src/serial/lease'
import { openLink } from '../../src/serial/open-link'
import { bootFix, wordsFor } from '../../src/ui/install/boot-fix'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import type { ResetCause } from '../../src/virtual-board/chip/boot-log'
import type { ProgramFactory } from '../../src/virtual-board/chip/program'
import { outcomeOf, useFakeTime } from '../support/fake-time'
import { helpText } from '../support/help-text'
import { flashWith } from '../support/one-pass'
import { randomFrom } from '../support/random'
import { encode } from '../support/bytes'

/** The first lines of every boot in tests/golden/boot-logs.json. */
const recordedWatchdogReset =
  '\r\n ets Jan  8 2013,rst cause:4, boot mode:(3,7)\r\n\r\nwdt reset\r\n'

let board: VirtualBoard
useFakeTime(() => board.dispose())

const megabyte = 1024 * 1024

function randomBytes(seed: number, sizeBytes: number): Uint8Array {
  const { below } = randomFrom(seed)
  return Uint8Array.from({ length: sizeBytes }, () => below(256))
}

/** Says `bytes` at `baudRate`, over and over. */
const saying =
  (baudRate: number, bytes: Uint8Array): ProgramFactory =>
  () => ({
    start(context) {
      context.setBaudRate(baudRate)
      const say = () => {
        context.transmit(bytes)
        context.whenSent(say)
      }
      say()
    },
    receive: () => undefined,
    stop: () => undefined,
  })

interface Crash {
  cause?: ResetCause
  onKeys?: (bytes: Uint8Array) => void
}

/** Says it, and is reset a second after its start. */
const crashing =
  (text: string, { cause, onKeys = () => undefined }: Crash = {}): ProgramFactory =>
  () => ({
    start(context) {
      context.transmit(encode(text))
      context.clock.after(1000, () => context.resetChip(cause))
    },
    receive: onKeys,
    stop: () => undefined,
  })

const good = (program: ProgramFactory) =>
  createVirtualBoard({ pace: true, flash: flashWith([]), program })

async function diagnosed() {
  const { error, elapsedMs } = await outcomeOf(startWithDoctor(board.port))
  if (!(error instanceof BootFailure)) throw error ?? new Error('A portal was seen.')
  expect(board.port.readable).toBeNull()
  return {
    ...error.diagnosis,
    elapsedMs,
    words: helpText(wordsFor(error)),
    fix: bootFix(error),
  }
}

const baudRateProbably = /Most likely it speaks at another speed/

describe('1 MB of noise', () => {
  const noise = randomBytes(1, megabyte)
  beforeEach(() => void (board = good(saying(115_200, noise))))

  it('as console output: not one line of them is a portal, a banner or a fault', () => {
    const lines = new PortalLines()
    const log = new BootLog()
    for (let at = 0; at < noise.length; at += 61) {
      lines.push(noise.subarray(at, at + 61))
      log.push(noise.subarray(at, at + 61))
    }
    expect(lines.state).toBeUndefined()
    expect(log.conclude()).toEqual({ code: 'noise' })
  })

  it('as what a program says after a good boot: probably another baud rate', async () => {
    const { cause, next, words } = await diagnosed()
    expect([cause.code, next.step]).toEqual(['noise', 'power'])
    expect(words).toMatch(baudRateProbably)
  })

  it.each([9_600, 230_400])('as text at %i baud: the same', async (baudRate) => {
    board = good(saying(baudRate, encode('Hello, I am a program of my own.\r\n'.repeat(500))))
    const { cause, words } = await diagnosed()
    expect(cause.code).toBe('noise')
    expect(words).toMatch(baudRateProbably)
  })

  it('as answers of the REPL: repl-silent within its deadline, with a help text that names the baud rate', async () => {
    const link = await openLink(board.port, { baudRate: 115_200 })
    const { error, elapsedMs } = await outcomeOf(openRepl(link))
    await outcomeOf(link.close())
    expect(error).toMatchObject({ code: 'repl-silent' })
    expect(elapsedMs).toBeLessThan(9000)
    expect(helpText(wordsFor(error as DeviceError))).toContain('another speed')
    expect(board.port.readable).toBeNull()
  })

  it('as answers of the boot ROM: no-sync, and the port is free', async () => {
    board.faults.wrongBootMode = true
    const { error, elapsedMs } = await outcomeOf(openBootloader(board.port))
    expect(error).toMatchObject({ code: 'no-sync' })
    expect(elapsedMs).toBeLessThan(10_000)
    expect(board.port.readable).toBeNull()
  })

  it('full of frames, as answers of the boot ROM: the same', async () => {
    const frames = noise.map((byte, at) => (at % 16 === 0 ? 0xc0 : byte))
    board = good(saying(115_200, frames))
    board.faults.wrongBootMode = true
    expect((await outcomeOf(openBootloader(board.port))).error).toMatchObject({ code: 'no-sync' })
  })
})

describe('a board that reboots every second', () => {
  it.each([
    ['without a word', ''],
    ['after the start of the portal', 'Starting captive portal\r\n'],
    ['after words of its own', 'Hello from main.py\r\n'],
  ])('%s: it restarts again and again, and what to do', async (_name, text) => {
    board = good(crashing(text))
    const { cause, words, fix, elapsedMs } = await diagnosed()
    expect(cause).toEqual({ code: 'boot-loop', resetCause: 2 })
    expect(words).toContain('restarts again and again')
    expect(fix?.label).toBeTruthy()
    expect(elapsedMs).toBeLessThan(60_000)
  })

  it('by its watchdog: what the ROM says of it, as recorded, and install again', async () => {
    board = good(crashing('', { cause: 'watchdog' }))
    const { cause, next, logs } = await diagnosed()
    expect([cause, next.step]).toEqual([{ code: 'boot-loop', resetCause: 4 }, 'install-again'])
    expect(logs.at(-1)?.text).toContain(recordedWatchdogReset)
  })

  it('after a traceback: where it crashes', async () => {
    const traceback = [
      'Traceback (most recent call last):',
      '  File "main.py", line 3, in <module>',
      'OSError: [Errno 5] EIO',
      '',
    ].join('\r\n')
    board = good(crashing(traceback))
    const { cause, next } = await diagnosed()
    expect(cause).toMatchObject({ code: 'portal-crashed', traceback: { type: 'OSError' } })
    expect(next.step).toBe('open-console')
  })

  it('100 times: the console shows each, takes keys, and releases the port at once', async () => {
    const keys: number[] = []
    board = good(crashing('Hello from main.py\r\n', { onKeys: (bytes) => keys.push(...bytes) }))
    const link = await openLink(board.port, { baudRate: 115_200 })
    let text = ''
    link.subscribe((bytes) => (text += new TextDecoder('latin1').decode(bytes)))
    await vi.advanceTimersByTimeAsync(150_000)
    expect(text.split('Hello from main.py').length).toBeGreaterThan(100)
    while (keys.length === 0) {
      await outcomeOf(link.write(Uint8Array.of(3)))
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(keys[0]).toBe(3)
    expect((await outcomeOf(link.close())).elapsedMs).toBeLessThan(100)
    expect([board.port.readable, ownerOf(board.port)]).toEqual([null, undefined])
  })
})
