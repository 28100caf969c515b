/**
 * The interface of one open port with exactly one reader loop. Bootloader, REPL, boot log and console each
 * open a link (open-link.ts) or take one over. https://wicg.github.io/serial/
 */
import type { WaitOptions } from '../async/deadline'
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
  /**
   * Only of a link that several listen to: takes it away from them, for whoever speaks to the board
   * alone. One loan at a time.
   */
  lend?(): LinkLoan
  /** Releases reader and writer and closes the port, within four seconds. Never throws; safe to call twice. */
  close(): Promise<void>
}

export interface LinkLoan {
  /** What the board says meanwhile, its subscribers alone hear. */
  readonly link: SerialLink
  /** The others hear `bytes`, as if the board had said them now. */
  tell(bytes: Uint8Array): void
  /**
   * The others hear the board again; safe to call twice.
   * @param heard what they should have heard meanwhile
   */
  giveBack(heard?: Uint8Array): void
}

export interface LinkOptions extends WaitOptions {
  baudRate: number
  /** Bytes that the driver may hold in each direction; Chrome's own default of 255 loses data. */
  bufferSize?: number
  openTimeoutMs?: number
  /** Who wants the port, for the one who comes second: "The console has the port." */
  owner?: string
}
