/** Of the page and of what it builds on, for a report. */
import { dependencies, version } from '../../package.json'

export const versions: Record<string, string> = {
  // eslint-disable-next-line messages/no-raw-text -- a key in the lab's report
  'Portal Flasher': version,
  'esptool-js': dependencies['esptool-js'],
}
