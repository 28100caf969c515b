/**
 * What was found out about the baud rates of a bridge, so that the next session begins where this one has ended. The
 * page keeps it (state/bridge-rates.ts); without it every session begins anew.
 */

export interface KnownRates {
  /** Whole blocks were written at it, in baud. */
  works?: number
  /** This one and all above failed, in baud. */
  fails?: number
  /** It is time to see whether `fails` still does: another board, or another cable, may be at the bridge. */
  isOldFailure?: boolean
  /** The ROM did not answer at this rate, in baud. */
  startFails?: number
}

export interface RateMemory {
  /** @param bridge as `bridgeKeyOf` */
  of(bridge: string): KnownRates | undefined
  /** Once per session and rate. */
  worked(bridge: string, baudRate: number): void
  failed(bridge: string, baudRate: number): void
  /** Whether the ROM was reached at a fast rate. */
  started(bridge: string, baudRate: number, isReached: boolean): void
}

const memories = new WeakMap<object, RateMemory>()

/** Sessions on `port` read and write `memory` from now on. */
export const rememberRates = (port: SerialPort, memory: RateMemory): void =>
  void memories.set(port, memory)

export const rateMemoryOf = (port: SerialPort): RateMemory | undefined => memories.get(port)
