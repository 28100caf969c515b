/** Listens to one boot at one baud rate until it is clear what to make of it. */
import type { BootLog } from '../../micropython/boot-log'
import type { PortalState } from '../../micropython/portal-lines'
import { programLines } from '../../micropython/sdk-lines'
import type { BootCause } from './boot-cause'
import type { BootListener } from './boot-listener'

export type Heard =
  | { kind: 'running'; report: PortalState }
  /** Decided: the board will not get further by itself. */
  | { kind: 'stopped'; cause: BootCause }
  /** ROM and SDK are content; what follows is at another rate, or does not come. */
  | { kind: 'handed-over' }
  /** Nothing decisive until the deadline; endless if it is more noise than a boot makes. */
  | { kind: 'undecided'; cause: BootCause; readable: boolean; endless?: true }

export interface ListenOptions {
  signal?: AbortSignal
  /** Without a line of a program until then, it is over. What ROM and SDK say does not count. */
  quietMs: number
  /** The board is reset by hand: so much longer until its first byte. */
  byHandMs?: number
  /** Called when that byte is there. */
  onFirstByte?: () => void
  /** With a line of a program, so much longer; 0 where readable lines promise nothing. */
  talkingMs: number
  /** Called with the first line of a program. */
  onTalking?: () => void
}

/** A fault has details that come after it. */
const graceMs = 300
/** Resets without anybody asking; one may come from opening the port. */
const loopResets = 3
/** So often at the beginning of a start, in one boot: something ends it each time. */
const portalStart = /^Starting captive portal/gm
const loopStarts = 4
/** Garbage of a wrong baud rate has no dozen printable characters in a row, nor a space between words. */
const readableText = /[A-Za-z][ -~]{10,}/
/** A boot is some hundred bytes of noise at MicroPython's rate; what comes after them shall be text. */
const bootNoiseBytes = 2048
const textShare = 0.6
const late = { code: 'portal-late' } as const
/** What only an SDK says that is content with its flash; at MicroPython's rate the latest of them. */
const sdkLine =
  /^(rf cal sector: |SDK ver: |phy ver: |mode : |bcn \d|dhcp server start|force slp enable|add if\d)/m

/** Stops the listener. Rejects only with the link's own errors and the signal's reason. */
export async function listenToBoot(listener: BootListener, options: ListenOptions): Promise<Heard> {
  try {
    const heard = await listen(listener, options)
    if (heard.kind !== 'stopped') return heard
    await listener.until(graceMs, options.signal, () => undefined)
    return { kind: 'stopped', cause: causeIn(listener.log) }
  } finally {
    listener.stop()
  }
}

/**
 * At the ROM's rate and without a reset: the cause number of the resets that come by themselves, as the
 * ROM prints it after "rst cause:"; undefined if there are none within `timeoutMs`. Stops the listener.
 */
export async function listenForResets(
  listener: BootListener,
  timeoutMs: number,
  { signal }: { signal?: AbortSignal },
): Promise<number | undefined> {
  const { log } = listener
  try {
    const resets = () => (log.boots >= loopResets ? log.resetCause : undefined)
    return await listener.until(timeoutMs, signal, resets)
  } finally {
    listener.stop()
  }
}

async function listen(listener: BootListener, options: ListenOptions): Promise<Heard> {
  const { signal, quietMs, talkingMs, onTalking, byHandMs, onFirstByte } = options
  if (byHandMs && (await listener.firstByte(byHandMs, signal))) onFirstByte?.()
  const early = await listener.until(quietMs, signal, () => decideEarly(listener, talkingMs > 0))
  if (early !== 'talks') return early ?? undecided(listener, false)
  onTalking?.()
  const heard = await listener.until(talkingMs, signal, () => decide(listener))
  return heard ?? undecided(listener, true)
}

/** Where a program is waited for, ROM and SDK alone decide nothing: with some crystals they come here. */
function decideEarly(listener: BootListener, waitsForTalk: boolean): Heard | 'talks' | undefined {
  const decided = decide(listener)
  if (decided) return decided
  if (waitsForTalk) return talks(listener) ? 'talks' : undefined
  return isHandedOver(listener) ? { kind: 'handed-over' } : undefined
}

function decide({ log, portal, text }: BootListener): Heard | undefined {
  if (portal.state) return { kind: 'running', report: portal.state }
  if (log.fault || log.micropython) return { kind: 'stopped', cause: causeIn(log) }
  const starts = text.match(portalStart)?.length ?? 0
  return starts >= loopStarts ? { kind: 'undecided', cause: late, readable: true } : undefined
}

/** Past the checks of the SDK; nothing but its own lines may have come since. */
const isHandedOver = ({ text }: BootListener): boolean => sdkLine.test(text)

/** In more noise than a boot makes, a readable dozen of characters is chance. */
function isNoise({ sizeBytes, text }: BootListener): boolean {
  if (sizeBytes <= bootNoiseBytes) return false
  const latest = text.slice(-bootNoiseBytes)
  const readable = latest.match(/[ -~\r\n\t]/g)?.length ?? 0
  return readable < latest.length * textShare
}

const talks = (listener: BootListener): boolean =>
  !isNoise(listener) && programLines(listener.text).some((line) => readableText.test(line))

function undecided(listener: BootListener, readable: boolean): Heard {
  const { traceback } = listener.log
  if (traceback) {
    const cause = { code: 'portal-crashed', traceback } as const
    return { kind: 'undecided', cause, readable: true }
  }
  if (isNoise(listener)) {
    return { kind: 'undecided', cause: { code: 'noise' }, readable: false, endless: true }
  }
  if (!readable && isHandedOver(listener)) return { kind: 'handed-over' }
  return { kind: 'undecided', cause: readable ? late : causeIn(listener.log), readable }
}

function causeIn(log: BootLog): BootCause {
  const { traceback } = log
  if (log.micropython && traceback) return { code: 'portal-crashed', traceback }
  const verdict = log.conclude()
  return verdict.code === 'micropython' ? { code: 'no-portal' } : verdict
}
