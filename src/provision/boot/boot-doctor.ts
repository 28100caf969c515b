/**
 * From a written flash to a running portal, or to the reason why not. Each reset is heard at one rate:
 * first at MicroPython's, where success is; only if nothing readable comes, the board is reset again
 * and heard at the boot ROM's. A fault repeats itself, so nothing is lost by listening twice, and a
 * board that is well costs no second reset. (Changing the rate in between would close the port, and
 * lose what is said meanwhile.)
 */
import { resetByHandMs, resetOrByHand } from '../../esptool/hard-reset'
import m from '../../messages/compiled/progress'
import { openLink } from '../../serial/open-link'
import type { BootCause, InstalledHow } from './boot-cause'
import { BootFailure, diagnose, type BaudLog } from './boot-diagnosis'
import { BootListener } from './boot-listener'
import { orGoneSilent } from './gone-silent'
import { listenForResets, listenToBoot, type Heard, type ListenOptions } from './listen-to-boot'
import { bootRomLogBaudRate, consoleBaudRate } from './baud-rates'
import { portalTimeoutMs } from './wait-for-board'
import type { Installed } from '../connected-board'
import type { Phase, Progress } from '../progress'
import { replayingLink } from './replaying-link'

/** MicroPython says its first word within a second and a half, after formatting within five. */
const quietMs = 6_000
/** Four boots of a watchdog loop. */
const romMs = 6_000
/** Three resets, also of a board that lives two seconds each time. */
const loopMs = 7_000
/** A board whose ROM and SDK are well gets more time for its silent main.py. */
const slowStartMs = 15_000

export interface StartOptions extends InstalledHow {
  signal?: AbortSignal
  report?: (phase: Phase, progress?: Partial<Progress>) => void
}

/**
 * Resets the board and waits for the portal's own line. The console stays open. Where the bridge does
 * not move its lines, a person is asked for the reset button, and waited for.
 * @throws BootFailure with cause and next step, the port closed; `port-*` as they come
 */
export async function startWithDoctor(
  port: SerialPort,
  { signal, report, ...how }: StartOptions = {},
): Promise<Installed> {
  const logs: BaudLog[] = []
  const fail = async (cause: BootCause) =>
    new BootFailure(diagnose(await orGoneSilent(cause, port, logs, signal), how, logs))
  report?.('start')
  const onTalking = () => report?.('portal')
  const onByHand = (detail?: string) => report?.('start', detail ? { detail, byHand: true } : {})
  const common = { signal, onByHand }
  const first = await boot(port, consoleBaudRate, logs, {
    ...common,
    quietMs,
    talkingMs: portalTimeoutMs,
    onTalking,
  })
  if (first.installed) return first.installed
  if (isClear(first.heard)) throw await fail(await loopOr(first.heard.cause, port, logs, signal))

  // With a crystal of 40 MHz the ROM has been heard already.
  if (first.heard.kind !== 'handed-over') {
    report?.('start', { detail: m.listening() })
    const rom = await boot(port, bootRomLogBaudRate, logs, {
      ...common,
      quietMs: romMs,
      talkingMs: 0,
    })
    if (rom.heard.kind !== 'handed-over') throw await fail(clearer(rom.heard, first.heard))
  }

  // What goes on and on at a rate of its own will not become MicroPython if it gets more time.
  if (isEndless(first.heard)) throw await fail(await loopOr({ code: 'noise' }, port, logs, signal))

  report?.('start', { detail: m.slowStart() })
  const again = { ...common, quietMs: slowStartMs, talkingMs: portalTimeoutMs, onTalking }
  const second = await boot(port, consoleBaudRate, logs, again)
  if (second.installed) return second.installed
  const silent = { code: 'micropython-silent' } as const
  const cause = isClear(second.heard) ? second.heard.cause : silent
  throw await fail(await loopOr(cause, port, logs, signal))
}

const mayBeLoops: BootCause['code'][] = ['portal-late', 'micropython-silent', 'noise']

/** What looks like a late or silent portal may be one that is reset again and again: the ROM tells. */
async function loopOr(
  cause: BootCause,
  port: SerialPort,
  logs: BaudLog[],
  signal: AbortSignal | undefined,
): Promise<BootCause> {
  if (!mayBeLoops.includes(cause.code)) return cause
  const link = await openLink(port, { baudRate: bootRomLogBaudRate, signal })
  try {
    const listener = new BootListener(link)
    const resetCause = await listenForResets(listener, loopMs, { signal })
    if (resetCause === undefined) return cause
    logs.push(listener.heard)
    return { code: 'boot-loop', resetCause }
  } finally {
    await link.close()
  }
}

interface Booted {
  heard: Heard
  installed?: Installed
}

interface BootOptions extends ListenOptions {
  /** Called with what a person has to do, where the lines do not lead to a reset; without, when done. */
  onByHand?: (detail?: string) => void
}

/** Nobody shall have to press again only because a program takes its time. */
const byHandDeadlines = ({ quietMs }: ListenOptions, onFirstByte: () => void) => ({
  byHandMs: resetByHandMs,
  quietMs: Math.max(quietMs, slowStartMs),
  onFirstByte,
})

/** One reset heard at one rate. The port is closed afterwards unless the portal runs. */
async function boot(
  port: SerialPort,
  baudRate: number,
  logs: BaudLog[],
  { onByHand, ...options }: BootOptions,
): Promise<Booted> {
  const { signal } = options
  const link = replayingLink(await openLink(port, { baudRate, signal }))
  const listener = new BootListener(link)
  let installed: Installed | undefined
  try {
    const byHand = !(await resetOrByHand(link, { signal }))
    if (byHand) onByHand?.(logs.length === 0 ? m.pressReset() : m.pressResetAgain())
    const deadlines = byHand ? byHandDeadlines(options, () => onByHand?.()) : {}
    const heard = await listenToBoot(listener, { ...options, ...deadlines })
    logs.push(listener.heard)
    if (heard.kind === 'running') installed = { report: heard.report, link }
    return { heard, installed }
  } finally {
    if (!installed) await link.close()
  }
}

type Stopped = Extract<Heard, { cause: BootCause }>

/** True if the words of MicroPython or of a fault were understood. */
const isClear = (heard: Heard): heard is Stopped =>
  heard.kind === 'stopped' || (heard.kind === 'undecided' && heard.readable)

const isEndless = (heard: Heard): boolean => heard.kind === 'undecided' && heard.endless === true

/** At the ROM's rate MicroPython is noise, and at MicroPython's the ROM: silence counts if both heard it. */
function clearer(rom: Heard, first: Heard): BootCause {
  const causes = [rom, first].flatMap((heard) => ('cause' in heard ? [heard.cause] : []))
  const [fromRom = { code: 'unknown' } as const, fromFirst] = causes
  return fromRom.code === 'silent' && fromFirst ? fromFirst : fromRom
}
