/**
 * Two waits after a reset, each over when the board itself has said so, or when its boot log names a
 * fault, or at a hard deadline.
 */
import { DeviceError } from '../../errors'
import { isBootSilence, type BootFault, type BootSilence } from '../../micropython/boot-fault'
import type { BootLog } from '../../micropython/boot-log'
import type { PortalState } from '../../micropython/portal-lines'
import type { SerialLink } from '../../serial/link'
import { BootListener } from './boot-listener'

/** A boot takes about a second, the first one with its formatting up to five. */
const micropythonTimeoutMs = 8_000
/** Ten attempts two seconds apart at a known network, then scan and access point. */
export const portalTimeoutMs = 45_000

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
 * main.py that is there already keeps the banner back, so silence is not yet a failure. Rejects only
 * with the link's own errors and the signal's reason.
 */
export async function watchBoot(
  link: SerialLink,
  { signal, timeoutMs = micropythonTimeoutMs, byHandMs = 0 }: Options,
): Promise<Verdict> {
  const listener = new BootListener(link)
  const { log } = listener
  const isDecided = () =>
    log.micropython !== undefined || log.fault !== undefined || portalAtWork.test(listener.text)
  try {
    if (byHandMs) await listener.firstByte(byHandMs, signal)
    await listener.until(timeoutMs, signal, () => isDecided() || undefined)
    return log.conclude()
  } finally {
    listener.stop()
  }
}

/** The error of a board that boots into this verdict instead of MicroPython. */
export const bootError = (verdict: Verdict): DeviceError =>
  isBootSilence(verdict)
    ? new DeviceError('boot-silent', `No MicroPython after the reset: ${verdict.code}.`)
    : new DeviceError('boot-failed', `The boot log says: ${verdict.code}.`)

/**
 * Resolves when the portal says that it listens, that it joined a known network, or that it stays closed.
 * @throws `portal-silent` when MicroPython's prompt comes instead, or nothing within 45 s
 */
export async function waitForPortal(
  link: SerialLink,
  { signal }: Pick<Options, 'signal'>,
): Promise<PortalState> {
  const listener = new BootListener(link)
  const { log, portal } = listener
  try {
    await listener.until(portalTimeoutMs, signal, () => portal.state ?? log.micropython)
    if (portal.state) return portal.state
    throw stopped(log)
  } finally {
    listener.stop()
  }
}

/** A banner means that main.py has ended: with a traceback, or without a portal. */
function stopped({ traceback }: BootLog): DeviceError {
  const why = traceback ? `${traceback.type}: ${traceback.message}` : 'its line did not come'
  return new DeviceError('portal-silent', `The portal does not run: ${why}.`)
}
