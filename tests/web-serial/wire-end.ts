/** The far end of a browser's cable with no chip on it: records and says what a test wants. */
import type { FarEnd, LineError } from '../contract/port-suite/case'
import { HeardBytes } from '../contract/port-suite/heard-bytes'
import type { SerialDevice } from './machine'
import { PtyLine, type PtyBrowser, type PtyEvents } from './pty-line'
import { udevMessage } from './udev-message'

const ids = { usbVendorId: 0x1a86, usbProductId: 0x7523 }
/** Time in which a browser has done what it does without further cause. */
const settledMs = 60

export class WireEnd implements FarEnd {
  #line!: PtyLine
  readonly #heard = new HeardBytes()
  #lines: string[] = []
  #baudRate = 0
  #isOpen = false
  #isPlugged = true
  #stalled = false
  #ungranted = 0

  private constructor(
    private readonly device: SerialDevice,
    private readonly socket: string,
  ) {}

  static async open(
    device: SerialDevice,
    program: string,
    socket: string,
    browser?: PtyBrowser,
  ): Promise<WireEnd> {
    const end = new WireEnd(device, socket)
    const events: PtyEvents = {
      opened: () => end.#opened(),
      closed: () => end.#closed(),
      baudRate: (rate) => (end.#baudRate = rate),
      lines: ({ dataTerminalReady: dtr, requestToSend: rts }) =>
        end.#lines.push(`D${Number(dtr)}R${Number(rts)}`),
      break: (isOn) => end.#lines.push(`break ${isOn ? 'on' : 'off'}`),
      data: (bytes) => end.#hear(bytes),
    }
    end.#line = await PtyLine.open(program, socket, events, browser)
    return end
  }

  get path(): string {
    return this.#line.path
  }

  /** To a browser that has just begun to listen for devices. */
  introduce(): void {
    this.#announce('remove')
    this.#announce('add')
  }

  /** Plugged in, flowing, and nothing heard yet. */
  async reset(): Promise<void> {
    await this.plug()
    await this.stall(false)
    if (this.#heard.count > 0) await this.#drained()
    this.#heard.clear()
    this.#lines = []
  }

  /** What an earlier case has written may still be on its way. */
  async #drained(): Promise<void> {
    let before: number
    do {
      before = this.#heard.count
      await this.settled()
    } while (this.#heard.count > before)
  }

  async unplug(): Promise<void> {
    this.#isPlugged = false
    this.#line.hangUp()
    this.#announce('remove')
  }

  async plug(): Promise<void> {
    if (!this.#isPlugged) this.#announce('add')
    this.#isPlugged = true
  }

  async say(bytes: number[]): Promise<void> {
    this.#line.send(Uint8Array.from(bytes))
  }

  async disturb(error: LineError): Promise<void> {
    this.#line.disturb(error)
  }

  async stall(stalled: boolean): Promise<void> {
    this.#stalled = stalled
    if (!stalled) this.#grant()
  }

  heard(count: number): Promise<number[]> {
    return this.#heard.first(count)
  }

  async heardBytes(): Promise<number> {
    return this.#heard.count
  }

  async lines(): Promise<string[]> {
    await this.settled()
    return this.#lines.splice(0)
  }

  async baudRate(): Promise<number> {
    await this.settled()
    return this.#baudRate
  }

  async isOpen(): Promise<boolean> {
    await this.settled()
    return this.#isOpen
  }

  settled(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, settledMs))
  }

  close(): void {
    this.#line.close()
  }

  #announce(action: 'add' | 'remove'): void {
    this.#line.announce(udevMessage(action, this.device, ids, this.socket))
  }

  #opened(): void {
    this.#isOpen = true
    this.#lines.push('D1R1')
  }

  #closed(): void {
    this.#isOpen = false
    this.#lines.push('D0R0')
  }

  #hear(bytes: Uint8Array): void {
    this.#ungranted += bytes.length
    if (!this.#stalled) this.#grant()
    this.#heard.add(bytes)
  }

  #grant(): void {
    if (this.#ungranted > 0) this.#line.grant(this.#ungranted)
    this.#ungranted = 0
  }
}
