/** The phases of the job for the person who watches, and what a cancel in each leaves behind. */
import type { Phase } from '../../provision/progress'

export const phaseWords: Record<Phase, string> = {
  connect: 'Reaching the board',
  identify: 'Asking who it is',
  prepare: 'Preparing',
  write: 'Writing MicroPython and the portal',
  verify: 'Checking what was written',
  start: 'Restarting the board',
  upload: 'Copying the portal',
  portal: 'Opening the access point',
}

const untouched = 'Nothing was changed on the board.'
const incomplete =
  'The installation is not complete: the portal will not start until you install again. It then goes on where it stopped.'
const complete = 'Everything is on the board. It may open its access point any moment.'

export const afterCancel: Record<Phase, string> = {
  connect: untouched,
  identify: untouched,
  prepare: untouched,
  write: incomplete,
  verify: 'Everything was written but not checked. Install again to be sure.',
  start: complete,
  upload: 'MicroPython is on the board, the portal is not complete yet. Install again any time.',
  portal: complete,
}

/** Until all new files are there the board works with its old ones; see sync-board.ts. */
export const afterCancelledUpdate = (phase: Phase): string =>
  phase === 'portal'
    ? afterCancel.portal
    : 'The firmware was not touched, and the board was started again. Update any time: it sends what is missing.'

/** "about 25 s left"; rounded, because a number that jumps every second reads as unsure. */
export function timeLeftWords(remainingMs: number | undefined): string {
  if (remainingMs === undefined) return ''
  const seconds = remainingMs / 1000
  if (seconds < 4) return 'a few seconds left'
  if (seconds < 58) return `about ${Math.ceil(seconds / 5) * 5} s left`
  return `about ${Math.ceil(seconds / 60)} min left`
}
