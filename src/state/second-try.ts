/**
 * From a failure onwards, on the same board and without asking anew what was agreed to. Knows what was
 * wanted last; how it is done is the session's.
 */
import type { OnePassRequest } from '../provision/one-pass-request'
import type { UpdateRequest } from '../provision/update/update-request'
import type { PortRequest } from '../serial/choose-port'
import type { Last } from './session-services'
import { identityOf, isOver, type BoardKind, type RetryWithErase } from './session-state'
import type { Session } from './session.svelte'

interface Way {
  last(): Last
  connect(kind: BoardKind, portRequest: PortRequest, second?: RetryWithErase): Promise<void>
  assumeFlashSize(size: number | 'ask'): void
}

export class SecondTry {
  /** Labels of the remedies that were tried since a board last was well, or was connected anew. */
  #tried: string[] = []

  constructor(
    private readonly session: Session,
    private readonly way: Way,
  ) {}

  get tried(): readonly string[] {
    return this.#tried
  }

  /** What was tried for one board says nothing about the next, nor about one that was well since. */
  forgetTried(): void {
    this.#tried = []
  }

  /** Called when a remedy is chosen: it is not offered again if it does not help. */
  noteTried(label: string): void {
    if (!this.#tried.includes(label)) this.#tried = [...this.#tried, label]
  }

  /**
   * From failed onwards, on the same board and without asking: an installation starts over (with
   * `change` applied), a lost console is opened again.
   */
  async retry(change: Partial<OnePassRequest> = {}): Promise<void> {
    if (!isOver(this.session.state)) return
    const { kind, port, install, console, update } = this.way.last()
    if (update) return this.retryUpdate()
    await this.way.connect(kind, { previous: port })
    if (console) return this.session.openConsole()
    // What was agreed to for one board must not be written to another that was plugged in since.
    if (!install || identityOf(this.session.state)?.mac !== install.mac) return this.forgetTried()
    // What was done to the radio's data once is done again only if it is asked for again.
    const request = { ...install.request, renewRfData: undefined, ...change }
    await this.session.install(request, install.agreed)
  }

  /** The same for an update of files alone, with `change` applied. */
  async retryUpdate(change: Partial<UpdateRequest> = {}): Promise<void> {
    const { kind, port, update } = this.way.last()
    if (this.session.state.at !== 'failed' || !update) return
    const mayReplace = bothNamed(update.request.mayReplace, change.mayReplace)
    const request = { ...update.request, ...change, ...(mayReplace && { mayReplace }) }
    if (update.mac === undefined) return this.session.updateOverConsole(request)
    await this.way.connect(kind, { previous: port })
    if (identityOf(this.session.state)?.mac === update.mac) await this.session.update(request)
  }

  /** From failed to ready on the same board, by a size that its flash does not tell. */
  async withFlashSize(flashSizeBytes: number): Promise<void> {
    if (this.session.state.at !== 'failed') return
    this.way.assumeFlashSize(flashSizeBytes)
    await this.#connectAgain()
  }

  /** From failed back to the question how large the flash is. */
  async chooseSize(): Promise<void> {
    if (this.session.state.at !== 'failed') return
    this.way.assumeFlashSize('ask')
    await this.#connectAgain()
  }

  /** From a failed update of files to ready, for an installation through the bootloader. */
  async installInstead(): Promise<void> {
    if (this.session.state.at !== 'failed') return
    this.way.last().update = undefined
    await this.#connectAgain()
  }

  #connectAgain(): Promise<void> {
    const { kind, port } = this.way.last()
    return this.way.connect(kind, { previous: port })
  }

  /** From failed to ready on the same board, where the erasing is to be agreed to. */
  async retryErasing(erase: RetryWithErase['erase']): Promise<void> {
    if (this.session.state.at !== 'failed') return
    const { kind, port } = this.way.last()
    await this.way.connect(kind, { previous: port }, { erase, before: this.session.lastRequest })
  }

  /** From failed to the console of the same board, whatever it says. */
  async retryConsole(): Promise<void> {
    if (this.session.state.at !== 'failed') return
    await this.way.connect(this.way.last().kind, { previous: this.way.last().port })
    await this.session.openConsole()
  }
}

type Named = UpdateRequest['mayReplace']

/** What was agreed to before stays agreed to. */
function bothNamed(before: Named, now: Named): Named {
  if (typeof before === 'object' && typeof now === 'object') return [...before, ...now]
  return now ?? before
}
