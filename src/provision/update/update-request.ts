/** What a person asks for when a board's firmware stays and only its files are brought up to date. */
import type { OnePassRequest } from '../one-pass-request'

export interface UpdateRequest extends Pick<
  OnePassRequest,
  'portal' | 'owners' | 'extraFiles' | 'wifi'
> {
  /**
   * True once the owner has seen that ours take the place of files such as their own main.py. Without
   * it the update stops before anything is written, with `files-in-the-way`. Paths: only those were
   * seen, and of what is not to be kept, too, only those may go; true: whatever is there.
   */
  mayReplace?: boolean | readonly string[]
}

/** What an update did. */
export interface FileCounts {
  sent: number
  /** Had the right content already. */
  same: number
}
