/** The server has no firmware for a board, or none that can be fetched: why, with its values. */
import { DeviceError } from '../errors'

export type WhyMissing =
  /** The server answers with a page in place of the list. */
  | { why: 'web-page' }
  | { why: 'no-image'; variant: string; version: string }
  | { why: 'late'; file: string; seconds: number }
  | { why: 'not-fetched'; file: string }
  /** @see https://www.rfc-editor.org/rfc/rfc9110#name-status-codes */
  | { why: 'status'; file: string; status: number }

export class CatalogueMissing extends DeviceError {
  constructor(
    readonly reason: WhyMissing,
    cause?: unknown,
  ) {
    super('catalogue-missing', `Firmware of this server: ${Object.values(reason).join(' ')}.`, {
      cause,
    })
  }
}
