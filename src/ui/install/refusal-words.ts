/** Why a firmware file was refused: in the file's own words where it could be named. */
import type { DeviceError } from '../../errors'
import { stepsFor } from '../../help/entry'
import { help } from '../../help/words'
import { RefusedFile } from '../../images/refused-file'

export interface Refusal {
  title: string
  /** What it is, or what is wrong; nothing was written. */
  what: string
  step: string
}

export function refusalWords(error: DeviceError): Refusal {
  const { title, cause } = help[error.code]
  const [step = ''] = stepsFor(help[error.code], 'other')
  if (!(error instanceof RefusedFile)) return { title: title(), what: cause(), step }
  return { title: error.title, what: `${error.message} Nothing was written.`, step: error.step }
}
