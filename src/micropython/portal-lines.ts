/**
 * Recognises in the console that the portal is up: its access point, its address, the network it
 * joined, or that it stays closed. What the lines are: `portal-events.ts`.
 */
import type { Refusal } from './board-now'
import { LineSplitter } from './line-splitter'
import { readPortalLine } from './portal-events'

export interface PortalState {
  /** Missing when the board joined a known network at once. */
  accessPointName?: string
  /**
   * The address to open: of the access point, or of the board in the network that it joined. Missing when the
   * portal stays closed because it opens only when asked.
   */
  address?: string
  /** The name of that network. */
  joined?: string
  /** By the last network that the board tried before its portal stayed closed. */
  refused?: Refusal
}

export class PortalLines {
  readonly #lines = new LineSplitter()
  #accessPointName: string | undefined
  #accessPointAddress: string | undefined
  #refused: Refusal | undefined
  #state: PortalState | undefined

  /** The portal's state, as soon as it can be reached or will not open by itself; undefined before. */
  push(bytes: Uint8Array): PortalState | undefined {
    for (const line of this.#lines.push(bytes)) this.#readLine(line)
    return this.#state
  }

  get state(): PortalState | undefined {
    return this.#state
  }

  #readLine(line: string): void {
    const said = readPortalLine(line)
    if (said?.event === 'starting') this.#forget()
    if (said?.event === 'named') this.#accessPointName = said.name
    if (said?.event === 'configured') this.#accessPointAddress = said.address
    if (said?.event === 'listening') this.#portalIsUp()
    if (said?.event === 'refused') this.#refused = { network: said.network, why: said.why }
    if (said?.event === 'stays-closed') {
      this.#state = this.#refused ? { refused: this.#refused } : {}
    }
    if (said?.event === 'joined') {
      this.#state = { ...this.#named(), address: said.address, joined: said.network }
    }
  }

  /** A new start, after a soft reset: what was said before is history. */
  #forget(): void {
    this.#accessPointName = this.#accessPointAddress = this.#state = undefined
    this.#refused = undefined
  }

  #portalIsUp(): void {
    if (!this.#accessPointAddress) return
    this.#state = { ...this.#named(), address: this.#accessPointAddress }
  }

  #named(): { accessPointName?: string } {
    return this.#accessPointName === undefined ? {} : { accessPointName: this.#accessPointName }
  }
}
