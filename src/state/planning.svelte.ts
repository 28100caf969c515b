/**
 * What an installation would do to the board at hand, found out in the background before Install can
 * be pressed. A change of mind outdates the plan in the making; at most one is made at a time.
 */
import { delay } from '../async/deadline'
import { asDeviceError, type DeviceError } from '../errors'
import type { ConnectedBoard } from '../provision/connected-board'
import type { InstallRequest } from '../provision/request'
import type { InstallPlan } from '../provision/plan/plan'
import { boardContents } from './board-contents.svelte'

export type PlanOffer =
  /** `last`: the plan for what was wanted before, or one that is not complete, to be shown dimmed. */
  | { at: 'planning'; detail?: string; last?: InstallPlan }
  | { at: 'ready'; plan: InstallPlan }
  /** Install may be pressed all the same: it looks again. */
  | { at: 'failed'; error: DeviceError; last?: InstallPlan }

/** Somebody who types changes the request with every key. */
const settleMs = 300

export class Planning {
  #offer = $state.raw<PlanOffer>({ at: 'planning' })
  #abort = new AbortController()

  get offer(): PlanOffer {
    return this.#offer
  }

  /** A later call outdates an earlier one. Never rejects. */
  async prepare(board: Pick<ConnectedBoard, 'plan'>, request: InstallRequest): Promise<void> {
    const last = this.#last()
    let draft: InstallPlan | undefined
    this.#abort.abort()
    const { signal } = (this.#abort = new AbortController())
    const move = (offer: PlanOffer) => void (signal.aborted || (this.#offer = offer))
    move({ at: 'planning', last })
    try {
      if (last) await delay(settleMs, { signal })
      const plan = await board.plan(request, {
        signal,
        onProgress: ({ detail }) => move({ at: 'planning', detail, last: draft ?? last }),
        onDraft: (plan) => {
          boardContents.note(board, plan.found)
          move({ at: 'planning', last: (draft = plan) })
        },
      })
      boardContents.note(board, plan.found)
      move({ at: 'ready', plan })
    } catch (error) {
      move({ at: 'failed', error: asDeviceError(error), last })
    }
  }

  /** Nothing can be planned now. */
  drop(): void {
    this.#abort.abort()
    this.#offer = { at: 'planning' }
  }

  #last(): InstallPlan | undefined {
    const offer = this.#offer
    if (offer.at === 'ready') return offer.plan
    return offer.last
  }
}
