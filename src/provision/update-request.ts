/** What a person asks for when a board's firmware stays and only its files are brought up to date. */
import type { OnePassRequest } from './one-pass-request'

export interface UpdateRequest extends Pick<
  OnePassRequest,
  'portal' | 'owners' | 'extraFiles' | 'wifi'
> {
  /**
   * True once the owner has seen that ours take the place of files such as their own main.py. Without
   * it the update stops before anything is written, with `files-in-the-way`.
   */
  mayReplace?: boolean
}

/** What an update did. */
export interface FileCounts {
  sent: number
  /** Had the right content already. */
  same: number
}
