/**
 * What is on the board now, found out through the bootloader alone and before anything is erased.
 * Changes nothing; costs some hashes and, for files that are not known yet, their blocks on the wire.
 */
import type { WaitOptions } from '../../async/deadline'
import type { FirmwareImage } from '../../images/firmware-image'
import type { FlashSight } from './flash-window'
import type { Survey } from './found'
import { surveyRfData } from './rf-data'
import { surveyFilesystem } from './survey-filesystem'
import { surveyFirmware } from './survey-firmware'

export interface SurveyOptions extends WaitOptions {
  /** The image about to be installed; makes a search for version texts needless. */
  firmware?: FirmwareImage
  /** The filesystem that would be written to an empty board: what equals it is not read. */
  guess?: Uint8Array
}

/** What the flash holds: firmware, filesystem, RF data. Only reads. */
export async function survey(
  flash: FlashSight,
  flashSizeBytes: number,
  { firmware: wanted, guess, signal }: SurveyOptions = {},
): Promise<Survey> {
  const { firmware, head } = await surveyFirmware(flash, wanted, { signal })
  const hints = { flashSizeBytes, firmware, guess }
  const filesystem = await surveyFilesystem(flash, hints, { signal })
  const rfData = await surveyRfData(flash, flashSizeBytes, { signal })
  return { flashSizeBytes, head, firmware, filesystem, rfData }
}
