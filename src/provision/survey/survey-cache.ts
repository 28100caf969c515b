/**
 * What was found out about a board since it came into its bootloader, for every plan that is made
 * meanwhile. Ends with a reset, after which the board's own program may have run.
 */
import type { Bootloader } from '../../esptool/bootloader'
import type { Survey } from './found'
import { KnownFlash } from './known-flash'

export class SurveyCache {
  readonly flash: KnownFlash
  /** Of the bootloader at the beginning: another number later on means that this is out of date. */
  readonly resets: number | undefined
  /** Undefined until the board was surveyed. */
  found: Survey | undefined
  /** Round trip of a command and its answer over this bridge, in ms; undefined until measured. */
  commandMs: number | undefined

  constructor(board: Pick<Bootloader, 'read' | 'md5'> & Partial<Pick<Bootloader, 'resets'>>) {
    this.flash = new KnownFlash(board)
    this.resets = board.resets
  }
}
