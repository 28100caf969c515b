/** What the cards of a job that runs are given. */
import type { Progress } from '../../provision/progress'
import type { Session } from '../../state/session.svelte'

export interface JobProps {
  session: Session
  progress?: Progress
  /** Cancel was pressed, and the port is not given back yet. */
  cancelling?: boolean
}
