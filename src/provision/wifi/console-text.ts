/**
 * What a board prints while its console is lent: read for what the portal says, passed on to those who usually
 * listen, and to the port's record. From the first password on it passes line by line, as the guard allows; the
 * portal's own lines pass always.
 */
import { LineSplitter } from '../../micropython/line-splitter'
import { readPortalLine, type PortalEvent } from '../../micropython/portal-events'
import type { LinkLoan } from '../../serial/link'
import { PasswordGuard } from './password-guard'

export class ConsoleText {
  readonly guard = new PasswordGuard()
  readonly #lines = new LineSplitter()
  /** The line that has begun did so while nothing might pass. */
  #isCut = false

  constructor(
    private readonly loan: LinkLoan,
    private readonly onEvent: (event: PortalEvent) => void = () => undefined,
  ) {}

  push(bytes: Uint8Array): void {
    const byLine = this.guard.isInUse
    if (!byLine) this.#pass(bytes)
    for (const line of this.#lines.push(bytes)) {
      const event = readPortalLine(line)
      const isAllowed = event || (!this.#isCut && this.guard.allows(line))
      this.#isCut = false
      if (byLine && isAllowed) this.#pass(new TextEncoder().encode(`${line}\r\n`))
      if (event) this.onEvent(event)
    }
    if (this.guard.isOn && this.#lines.rest !== '') this.#isCut = true
  }

  #pass(bytes: Uint8Array): void {
    this.loan.link.traffic?.record('in', bytes)
    this.loan.tell(bytes)
  }
}
