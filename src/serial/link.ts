/**
 * One open port with exactly one reader loop, whoever listens: bootloader, REPL, boot log and
 * console each open a link or take one over. Knows bytes and control lines, not what they mean.
 * https://wicg.github.io/serial/
 */
import type { WaitOptions } from '../async/deadline'
import { takeLease } from './lease'
import { openPort, pendingOpen } from './open-port'
import { PortLink } from './port-link'
import type { Traffic } from './traffic'

export interface SerialLink {
  readonly baudRate: number
  /** The port's record, for reports; links made for tests may have none. */
  readonly traffic?: Traffic
  /** Resolves when the driver took the bytes. Rejects with `port-lost` or `port-timeout`. */
  write(bytes: Uint8Array, options?: WaitOptions): Promise<void>
  /**
   * Every chunk that arrives from now on, after what came while nobody listened (up to 64 KiB, the
   * oldest bytes go first); returns what ends the subscription.
   */
  subscribe(listener: (bytes: Uint8Array) => void): () => void
  setSignals(signals: SerialOutputSignals): Promise<void>
  /** Settles once: undefined after `close()`, the error after an unplug. Never rejects. */
  readonly ended: Promise<Error | undefined>
  /** Releases reader and writer and closes the port, within four seconds. Never throws; safe to call twice. */
  close(): Promise<void>
}

export interface LinkOptions extends WaitOptions {
  baudRate: number
  /** Bytes that the driver may hold in each direction; Chrome's own default of 255 loses data. */
  bufferSize?: number
  openTimeoutMs?: number
  /** Who wants the port, for the one who comes second: "The console has the port." */
  owner?: string
}

/**
 * Opens `port` and starts reading. Rejects with `port-busy` (another program, tab or owner has it),
 * `port-lost` or `port-timeout`; the port is then closed, or closes as soon as the driver lets it.
 */
export async function openLink(port: SerialPort, options: LinkOptions): Promise<SerialLink> {
  const lease = await takeLease(port, options.owner ?? 'console', options)
  try {
    await openPort(port, options)
    return new PortLink(port, options.baudRate, (closing) => lease.releaseAfter(closing))
  } catch (error) {
    // The driver may still be opening; the next one must not meet that.
    const opening = pendingOpen(port)
    if (opening) lease.releaseAfter(opening)
    else lease.release()
    throw error
  }
}

/** The same for an owner who holds the port's lease already, and closes and opens it meanwhile. */
export async function openLeasedLink(port: SerialPort, options: LinkOptions): Promise<SerialLink> {
  await openPort(port, options)
  return new PortLink(port, options.baudRate)
}
