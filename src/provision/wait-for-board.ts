/**
 * Two waits after a reset, each over when the board itself has said so, or when its boot log names a
 * fault, or at a hard deadline.
 */
import { DeviceError } from '../errors'
import { BootLog } from '../micropython/boot-log'
import { PortalLines } from '../micropython/portal-lines'
import type { SerialLink } from '../serial/link'
import { withDeadline } from '../async/deadline'
import type { PortalReport } from './job'

/** A first boot formats the filesystem; on a 16 MB board that has been seen to take several seconds. */
const micropythonTimeoutMs = 20_000
/** Ten attempts two seconds apart at a known network, then scan and access point. */
const portalTimeoutMs = 45_000

interface Options {
  signal?: AbortSignal
}

/** Resolves at MicroPython's banner, or at the portal's first line on a board that had one before. */
export function waitForMicroPython(link: SerialLink, { signal }: Options): Promise<void> {
  const log = new BootLog()
  const silent = () => new DeviceError('boot-silent', 'No MicroPython banner after the reset.')
  return watch(link, micropythonTimeoutMs, silent, signal, (bytes, resolve, reject) => {
    log.push(bytes)
    const { fault } = log
    if (log.micropython) resolve(undefined)
    else if (fault) reject(new DeviceError('boot-failed', fault))
  })
}

/** Resolves when the portal says that it listens, or that it joined a known network. */
export function waitForPortal(link: SerialLink, { signal }: Options): Promise<PortalReport> {
  const lines = new PortalLines()
  const silent = () => new DeviceError('portal-silent', "The portal's line did not come.")
  return watch(link, portalTimeoutMs, silent, signal, (bytes, resolve) => {
    const running = lines.push(bytes)
    if (running) resolve(running)
  })
}

type Judge<T> = (
  bytes: Uint8Array,
  resolve: (value: T) => void,
  reject: (error: Error) => void,
) => void

/** Feeds every chunk to `judge` until it decides, the link ends, or time is up. */
async function watch<T>(
  link: SerialLink,
  timeoutMs: number,
  onTimeout: () => Error,
  signal: AbortSignal | undefined,
  judge: Judge<T>,
): Promise<T> {
  let unsubscribe = () => {}
  const decided = new Promise<T>((resolve, reject) => {
    unsubscribe = link.subscribe((bytes) => judge(bytes, resolve, reject))
    void link.ended.then((error) => error && reject(error))
  })
  try {
    return await withDeadline(decided, timeoutMs, onTimeout, { signal })
  } finally {
    unsubscribe()
  }
}
