/**
 * Where found damage goes: reading strictly, the first piece of it ends the reading; reading
 * tolerantly, it is listed and the rest goes on.
 */

import { DeviceError } from '../../errors'
import type { Damage } from './filesystem'

/** Thrown inside the reader with the reason; never leaves it. */
export class Damaged extends Error {}

export class DamageLog {
  readonly found: Damage[] = []
  readonly #tolerant: boolean

  constructor(tolerant: boolean) {
    this.#tolerant = tolerant
  }

  /**
   * Does `step`; what it finds damaged is noted for `path`.
   * @throws DeviceError 'filesystem-damaged' unless tolerant
   */
  guard<Result>(path: string, step: () => Result): Result | undefined {
    try {
      return step()
    } catch (error) {
      if (!(error instanceof Damaged)) throw error
      if (!this.#tolerant) throw filesystemDamaged(path, error.message, error)
      this.found.push({ path, reason: error.message })
      return undefined
    }
  }
}

export function filesystemDamaged(path: string, reason: string, cause?: unknown): DeviceError {
  return new DeviceError('filesystem-damaged', `${path}: ${reason}`, { cause })
}
