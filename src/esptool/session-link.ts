/**
 * The port of one bootloader session: leased, opened at one baud rate after the other (Web Serial changes
 * the rate only by closing and opening), closed once.
 */
import { DeviceError } from '../errors'
import type { Lease } from '../serial/lease'
import type { SerialLink } from '../serial/link'
import { openLeasedLink } from '../serial/open-link'
import { pendingOpen } from '../serial/open-port'
import { initialBaudRate } from './baud-ladder'

export class SessionLink {
  /** Of the link that was opened last. */
  baudRate = initialBaudRate
  #link: SerialLink | undefined
  /** A close while it opens must close it, too. */
  #opening: Promise<SerialLink> | undefined
  #closing: Promise<void> | undefined

  constructor(
    readonly port: SerialPort,
    private readonly lease: Lease,
  ) {}

  /** Closes the link that is open and opens the next one. @throws `port-lost` after `close` */
  async openAt(baudRate: number, signal?: AbortSignal): Promise<SerialLink> {
    await this.#closeLink()
    if (this.#closing) throw sessionClosed()
    this.#opening = openLeasedLink(this.port, { baudRate, signal })
    const link = await this.#opening
    if (this.#closing) throw sessionClosed()
    this.baudRate = baudRate
    return (this.#link = link)
  }

  /** Closes the port, bounded, and gives up its lease; safe to call twice. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAndRelease()
    return this.#closing
  }

  async #closeAndRelease(): Promise<void> {
    const closing = this.#closeLink()
    // An open that was given up is still the driver's: the next owner waits for its end, too.
    const opening = pendingOpen(this.port)
    this.lease.releaseAfter(opening ? closing.then(() => opening) : closing)
    await closing
  }

  async #closeLink(): Promise<void> {
    const link = this.#link ?? (await this.#opening?.catch(() => undefined))
    this.#link = this.#opening = undefined
    await link?.close()
  }
}

export const sessionClosed = () => new DeviceError('port-lost', 'The bootloader was left.')
