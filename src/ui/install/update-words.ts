/** What an update of files did, and what a cancelled one leaves, in the words of people. */
import type { DeviceError } from '../../errors'
import type { HelpEntry } from '../../help/entry'
import type { FileCounts } from '../../provision/connected-board'
import type { FilesInTheWay } from '../../provision/job-errors'
import { wordsFor } from './boot-fix'

const files = (count: number) => (count === 1 ? '1 file' : `${count} files`)

/** "3 files sent, 21 were up to date already." */
export function sentWords({ sent, same }: FileCounts): string {
  if (sent === 0) return 'Nothing to send: everything is up to date.'
  const rest = same === 1 ? '1 was' : `${same} were`
  return same === 0 ? `${files(sent)} sent.` : `${files(sent)} sent, ${rest} up to date already.`
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
