/** What an update of files did, and what a cancelled one leaves, in the words of people. */
import type { DeviceError } from '../../errors'
import type { HelpEntry } from '../../help/entry'
import type { FileCounts } from '../../provision/connected-board'
import m from '../../messages/compiled/update'
import type { FilesInTheWay } from '../../provision/job-errors'
import { wordsFor } from './boot-fix'

/** "3 files sent, 21 were up to date already." */
export function sentWords({ sent, same }: FileCounts): string {
  if (sent === 0) return m.sent.nothing()
  return same === 0 ? m.sent.all({ sent }) : m.sent.some({ sent, same })
}

/** By its shape: what was thrown may come from another copy of the class. */
const pathsOf = (error: DeviceError): readonly string[] =>
  'paths' in error ? (error as FilesInTheWay).paths : []

/** The usual words, or the doctor's where it has heard more, with the names of the files that are at stake. */
export function problemWords(error: DeviceError): HelpEntry {
  const words = wordsFor(error)
  const paths = pathsOf(error)
  return { ...words, steps: [...paths.map((path) => () => path), ...words.steps] }
}
