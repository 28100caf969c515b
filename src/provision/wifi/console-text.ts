/**
 * What a board prints while its console is lent: read for what the portal says, passed on to those who usually
 * listen, and to the port's record.
 */
import { LineSplitter } from '../../micropython/line-splitter'
import { readPortalLine, type PortalEvent } from '../../micropython/portal-events'
import type { LinkLoan } from '../../serial/link'

export class ConsoleText {
  /**
   * A password is under way: only the portal's own lines pass. A board that has left the portal meanwhile, and
   * stands at a prompt, would repeat what it is sent.
   */
  isGuarded = false
  readonly #lines = new LineSplitter()

  constructor(
    private readonly loan: LinkLoan,
    private readonly onEvent: (event: PortalEvent) => void = () => undefined,
  ) {}

  push(bytes: Uint8Array): void {
    if (!this.isGuarded) this.#pass(bytes)
    for (const line of this.#lines.push(bytes)) {
      const event = readPortalLine(line)
      if (!event) continue
      if (this.isGuarded) this.#pass(new TextEncoder().encode(`${line}\r\n`))
      this.onEvent(event)
    }
  }

  #pass(bytes: Uint8Array): void {
    this.loan.link.traffic?.record('in', bytes)
    this.loan.tell(bytes)
  }
}
