/** Why a board does not start its portal, and what can be done about it. Data only. */
import type { FlashMode } from '../../images/flash-header'
import type { BootFault, BootSilence } from '../../micropython/boot-fault'
import type { Traceback } from '../../micropython/traceback'

export type BootCause =
  | BootFault
  | BootSilence
  /** The header is right, so the sector of the RF data holds somebody else's bytes; this is the first. */
  | { code: 'rf-data'; firstByte?: number }
  /** MicroPython greets, because main.py has ended or is missing. */
  | { code: 'no-portal' }
  /** main.py ended with this. */
  | { code: 'portal-crashed'; traceback: Traceback }
  /** Something speaks at 115,200 baud, but the portal's line does not come. */
  | { code: 'portal-late' }
  /** ROM and SDK start, and then nothing. */
  | { code: 'micropython-silent' }
  /** It has begun to start, and then does not answer a reset: it has no power any more. */
  | { code: 'gone-silent' }

export type NextStep =
  /** Writes what differs; the header gets the size that was found on the chip. */
  | { step: 'install-again' }
  | { step: 'rewrite-with-size' }
  /** The person has chosen the size, because the flash does not tell it: another one. */
  | { step: 'choose-size' }
  /** That one sector, nothing beside it: the SDK writes its own there. */
  | { step: 'erase-rf-data' }
  | { step: 'other-flash-mode'; flashMode: FlashMode }
  /** Its first two sectors: with one of them the old files are still there. */
  | { step: 'erase-filesystem'; offsetBytes: number; sizeBytes: number }
  /** The same, wherever the filesystem lies. */
  | { step: 'erase-files' }
  | { step: 'erase-everything' }
  | { step: 'slower-baud' }
  /** By hand: the FLASH button held down while connecting; or released. */
  | { step: 'hold-flash' }
  | { step: 'release-flash' }
  | { step: 'release-gpio15' }
  | { step: 'press-reset' }
  | { step: 'power' }
  | { step: 'open-console' }

/** What the page knows beside the log. */
export interface InstalledHow {
  /** As it was written: the ladder goes on from here. */
  flashMode?: FlashMode | 'keep'
  /** Where the size in the header comes from, if this page has just written it. */
  flashSize?: 'measured' | 'chosen'
}
