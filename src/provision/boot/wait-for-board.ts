/**
 * Two waits after a reset, each over when the board itself has said so, or when its boot log names a
 * fault, or at a hard deadline.
 */
import { withDeadline } from '../../async/deadline'
import { DeviceError } from '../../errors'
import { BootLog, type BootFault, type BootSilence } from '../../micropython/boot-log'
import { PortalLines, type PortalState } from '../../micropython/portal-lines'
import type { SerialLink } from '../../serial/link'

/** A boot takes about a second, the first one with its formatting up to five. */
const micropythonTimeoutMs = 8_000
/** Ten attempts two seconds apart at a known network, then scan and access point. */
const portalTimeoutMs = 45_000

/** A portal of an earlier install keeps the banner back; it can be interrupted as soon as it talks. */
const portalAtWork = /Starting captive portal|Trying to connect to SSID/

interface Options {
  signal?: AbortSignal
  timeoutMs?: number
  /** The board is reset by hand: `timeoutMs` counts from its first byte, for which this is waited. */
  byHandMs?: number
}

export type Verdict = BootFault | BootSilence | { code: 'micropython' }

/**
 * Resolves with what the boot log says: MicroPython's banner, a fault, or nothing decisive in time. A
 * main.py that is there already keeps the banner back, so silence is not yet a failure.
 */
export async function watchBoot(
  link: SerialLink,
  { signal, timeoutMs = micropythonTimeoutMs, byHandMs = 0 }: Options,
): Promise<Verdict> {
  const log = new BootLog()
  let tail = ''
  let sinceFirstByte: ReturnType<typeof setTimeout> | undefined
  const inTime = watch<void>(link, byHandMs + timeoutMs, signal, (bytes, resolve) => {
    if (byHandMs) sinceFirstByte ??= setTimeout(resolve, timeoutMs)
    log.push(bytes)
    tail = (tail + new TextDecoder().decode(bytes)).slice(-200)
    if (log.micropython || log.fault || portalAtWork.test(tail)) resolve()
  })
  try {
    await inTime
  } catch (error) {
    if (!(error instanceof Late)) throw error
  } finally {
    clearTimeout(sinceFirstByte)
  }
  return log.conclude()
}

/** The error of a board that boots into this verdict instead of MicroPython. */
export const bootError = (verdict: Verdict): DeviceError =>
  ['silent', 'noise', 'unknown', 'silent-after-load'].includes(verdict.code)
    ? new DeviceError('boot-silent', `No MicroPython after the reset: ${verdict.code}.`)
    : new DeviceError('boot-failed', `The boot log says: ${verdict.code}.`)

/** Resolves when the portal says that it listens, or that it joined a known network. */
export async function waitForPortal(link: SerialLink, { signal }: Options): Promise<PortalState> {
  const lines = new PortalLines()
  const log = new BootLog()
  try {
    return await watch(link, portalTimeoutMs, signal, (bytes, resolve, reject) => {
      log.push(bytes)
      const running = lines.push(bytes)
      if (running) resolve(running)
      else if (log.micropython) reject(stopped(log))
    })
  } catch (error) {
    if (error instanceof Late) throw stopped(log)
    throw error
  }
}

/** A banner means that main.py has ended: with a traceback, or without a portal. */
function stopped(log: BootLog): DeviceError {
  const { traceback } = log
  const why = traceback ? `${traceback.type}: ${traceback.message}` : 'its line did not come'
  return new DeviceError('portal-silent', `The portal does not run: ${why}.`)
}

class Late extends Error {}

type Judge<T> = (
  bytes: Uint8Array,
  resolve: (value: T) => void,
  reject: (error: Error) => void,
) => void

/** Feeds every chunk to `judge` until it decides, the link ends, or time is up. */
async function watch<T>(
  link: SerialLink,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  judge: Judge<T>,
): Promise<T> {
  let unsubscribe = () => {}
  const decided = new Promise<T>((resolve, reject) => {
    unsubscribe = link.subscribe((bytes) => judge(bytes, resolve, reject))
    void link.ended.then((error) => error && reject(error))
  })
  try {
    return await withDeadline(decided, timeoutMs, () => new Late(), { signal })
  } finally {
    unsubscribe()
  }
}
