/**
 * The door to esptool-js, which is loaded only when a board is connected: nothing else of this room is
 * imported statically by what the page loads at first.
 */
import type { Bootloader } from './bootloader'
import type { CompressedContent } from './compress'
import type { ConnectOptions } from './connect'
import type { Region } from './region'

/**
 * Resets the board into its bootloader and identifies it.
 * @throws `port-busy`, `no-sync`, `wrong-chip`, `flash-size-unknown`, `flash-silent`, `port-lost`, …; the
 *   port is then closed and free
 */
export async function openBootloader(
  port: SerialPort,
  options: ConnectOptions = {},
): Promise<Bootloader> {
  const { openSession } = await import('./open-session')
  return openSession(port, options)
}

/**
 * Begins to compress what `write` will get soon, off the page's thread where there is a worker: `write`
 * then takes it from there. The same bytes must be given, not a copy. Never rejects.
 */
export async function compressAhead(regions: Region[]): Promise<void> {
  const compressor = await import('./compress')
  for (const { bytes } of regions) compressor.compressAhead(bytes)
}

/** `write` then takes this stream for what it holds. Rejects only where the page's part does not load. */
export async function offerCompressed(content: CompressedContent): Promise<void> {
  const compressor = await import('./compress')
  compressor.offerCompressed(content)
}

/** Whether such a stream serves for `bytes`. Rejects only where the page's part does not load. */
export async function isOffered(bytes: Uint8Array): Promise<boolean> {
  const compressor = await import('./compress')
  return compressor.hasReadyStream(bytes)
}
