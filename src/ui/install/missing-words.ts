/** Why this server has no firmware for the board. */
import { CatalogueMissing, type WhyMissing } from '../../images/catalogue-missing'
import m from '../../messages/compiled/install'
import { seconds } from '../../messages/format'

/** @returns undefined where the failure does not say */
export const missingWords = (error: unknown): string | undefined =>
  error instanceof CatalogueMissing ? reasonWords(error.reason) : undefined

function reasonWords(reason: WhyMissing): string {
  switch (reason.why) {
    case 'web-page':
      return m.firmware.missing.webPage()
    case 'no-image':
      return m.firmware.missing.noImage(reason)
    case 'late':
      return m.firmware.missing.late({ file: reason.file, time: seconds(reason.seconds) })
    case 'not-fetched':
      return m.firmware.missing.notFetched(reason)
    case 'status':
      return m.firmware.missing.status({ file: reason.file, status: String(reason.status) })
  }
}
