/** Why a firmware was refused: by what the file is where that was recognised, else by the failure. */
import type { DeviceError } from '../../errors'
import { stepsFor } from '../../help/entry'
import { help } from '../../help/words'
import { RefusedFile } from '../../images/refused-file'
import installM from '../../messages/compiled/install'
import m from '../../messages/compiled/refused-file'
import { fileWords } from '../../images/refused-file-words'

export interface Refusal {
  title: string
  /** What it is, or what is wrong; nothing was written. */
  what: string
  step: string
}

export function refusalWords(error: DeviceError): Refusal {
  if (error instanceof RefusedFile) {
    const { title, what, step } = fileWords(error.found)
    return { title: title(), what: m.nothingWritten({ what: what() }), step: step() }
  }
  const { title, cause } = help[error.code]
  const [step = ''] = stepsFor(help[error.code], 'other')
  return { title: title(), what: cause(), step }
}

/** What was refused: its name, how many files it was, or what the page brought itself. */
export function refusedName(error: DeviceError, name: string | undefined): string {
  if (name !== undefined) return name
  const found = error instanceof RefusedFile ? error.found : undefined
  return found?.kind === 'several-files'
    ? installM.firmware.severalFiles(found)
    : installM.firmware.ofThisPage()
}
