/**
 * From a failure onwards, on the same board and without asking anew what was agreed to. Knows what was
 * wanted last; how it is done is the session's.
 */
import type { OnePassRequest } from '../provision/one-pass-request'
import type { UpdateRequest } from '../provision/update-request'
import type { PortWish } from './choose-port'
import type { Last } from './session-services'
import { identityOf, type BoardKind, type SecondThoughts } from './session-state'
import type { Session } from './session.svelte'

interface Way {
  last(): Last
  connect(kind: BoardKind, wish: PortWish, second?: SecondThoughts): Promise<void>
}

export class SecondTry {
  constructor(
    private readonly session: Session,
    private readonly way: Way,
  ) {}

  /**
   * From failed onwards, on the same board and without asking: an installation starts over (with
   * `change` applied), a lost console is opened again.
   */
  async retry(change: Partial<OnePassRequest> = {}): Promise<void> {
    if (this.session.state.at !== 'failed') return
    const { kind, port, install, console, update } = this.way.last()
    if (update) return this.retryUpdate()
    await this.way.connect(kind, { again: port })
    if (console) return this.session.openConsole()
    // What was agreed to for one board must not be written to another that was plugged in since.
    if (!install || identityOf(this.session.state)?.mac !== install.mac) return
    await this.session.install({ ...install.request, ...change }, install.agreed)
  }

  /** The same for an update of files alone, with `change` applied. */
  async retryUpdate(change: Partial<UpdateRequest> = {}): Promise<void> {
    const { kind, port, update } = this.way.last()
    if (this.session.state.at !== 'failed' || !update) return
    const mayReplace = bothNamed(update.request.mayReplace, change.mayReplace)
    const request = { ...update.request, ...change, ...(mayReplace && { mayReplace }) }
    if (update.mac === undefined) return this.session.updateOverConsole(request)
    await this.way.connect(kind, { again: port })
    if (identityOf(this.session.state)?.mac === update.mac) await this.session.update(request)
  }

  /** From failed to ready on the same board, where the erasing is to be agreed to. */
  async reconsider(erase: SecondThoughts['erase']): Promise<void> {
    if (this.session.state.at !== 'failed') return
    const { kind, port } = this.way.last()
    await this.way.connect(kind, { again: port }, { erase, before: this.session.lastRequest })
  }

  /** From failed to the console of the same board, whatever it says. */
  async retryConsole(): Promise<void> {
    if (this.session.state.at !== 'failed') return
    await this.way.connect(this.way.last().kind, { again: this.way.last().port })
    await this.session.openConsole()
  }
}

type Named = UpdateRequest['mayReplace']

/** What was agreed to before stays agreed to. */
function bothNamed(before: Named, now: Named): Named {
  if (typeof before === 'object' && typeof now === 'object') return [...before, ...now]
  return now ?? before
}
