/** One stay of a board in its bootloader: what was found out about it, for every plan made meanwhile. */
import type { Bootloader } from '../../esptool/bootloader'
import type { Survey } from './found'
import { KnownFlash } from './known-flash'

export class Stay {
  readonly flash: KnownFlash
  /** Of the bootloader when it began: another number later on means that the stay is over. */
  readonly resets: number | undefined
  /** Undefined until somebody has looked. */
  found: Survey | undefined
  /** How long this bridge takes for a question and its answer, in ms; undefined until measured. */
  commandMs: number | undefined

  constructor(board: Pick<Bootloader, 'read' | 'md5'> & Partial<Pick<Bootloader, 'resets'>>) {
    this.flash = new KnownFlash(board)
    this.resets = board.resets
  }
}
