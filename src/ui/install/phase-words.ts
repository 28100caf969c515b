/** The phases of the job for the person who watches. */
import m from '../../messages/compiled/phases'
import type { Message } from '../../messages/format'
import type { Phase } from '../../provision/progress'

export const phaseWords: Record<Phase, Message> = {
  connect: m.connect,
  identify: m.identify,
  prepare: m.prepare,
  write: m.write,
  verify: m.verify,
  start: m.start,
  upload: m.upload,
  portal: m.portal,
}
