/** What an update of files did, and what a cancelled one leaves, in the words of people. */
import type { Phase } from '../../provision/job'
import type { FileCounts } from '../../provision/update-request'
import { afterCancel } from './phase-words'

const files = (count: number) => (count === 1 ? '1 file' : `${count} files`)

/** "3 files sent, 21 were up to date already." */
export function sentWords({ sent, same }: FileCounts): string {
  if (sent === 0) return 'Nothing to send: everything is up to date.'
  const rest = same === 1 ? '1 was' : `${same} were`
  return same === 0 ? `${files(sent)} sent.` : `${files(sent)} sent, ${rest} up to date already.`
}

/** Until all new files are there the board works with its old ones; see sync-board.ts. */
export const afterCancelledUpdate = (phase: Phase): string =>
  phase === 'portal'
    ? afterCancel.portal
    : 'The firmware was not touched, and the board was started again. Update any time: it sends what is missing.'
