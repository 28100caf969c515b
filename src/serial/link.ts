/**
 * One open port with exactly one reader loop. REPL, boot log and console share a link, one consumer
 * after the other; esptool-js brings its own loop, so the link is closed before it gets the port.
 */
export interface SerialLink {
  readonly baudRate: number
  /** Resolves when the driver took the bytes. Rejects with `port-lost` or `port-timeout`. */
  write(bytes: Uint8Array, options?: { signal?: AbortSignal }): Promise<void>
  /** Every chunk that arrives from now on; returns what ends the subscription. */
  subscribe(listener: (bytes: Uint8Array) => void): () => void
  setSignals(signals: SerialOutputSignals): Promise<void>
  /** Settles once: undefined after `close()`, the error after an unplug. Never rejects. */
  readonly ended: Promise<Error | undefined>
  /** Releases reader and writer and closes the port. Never throws; safe to call twice. */
  close(): Promise<void>
}
