/** Opens a port and starts its reader loop; the port's lease goes with the link. */
import { takeLease } from './lease'
import type { LinkOptions, SerialLink } from './link'
import { openPort, pendingOpen } from './open-port'
import { PortLink } from './port-link'

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
