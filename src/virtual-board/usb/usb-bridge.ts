/**
 * The USB-to-UART bridge on the board (CH340, CP210x …): the host's end of the UART, and the lines DTR and RTS. A
 * port opens it; another program may have it open already, and it can be unplugged.
 */
import type { UartLine } from './uart-line'

/** The user of an open bridge, such as a port. */
export interface BridgeClient {
  /** How many bytes it takes now. */
  room(): number
  receive(bytes: Uint8Array): void
  /** The bridge was unplugged. */
  lost(): void
}

export interface BridgeOptions {
  /** Carries bytes to the chip. */
  line: UartLine
  linesOnOpen: LinesOnOpen
  onLines: (dataTerminalReady: boolean, requestToSend: boolean) => void
  /** A break begins (TX held low) or ends. */
  onBreak?: (isOn: boolean) => void
  /** The client has room again. */
  onRoom: () => void
  /** Another program has the device open. */
  isBusy: () => boolean
  /**
   * What the driver of an operating system makes of a rate: the real one, which it does not tell, or undefined where
   * it refuses to open. Default: the rate itself. Not for clients that `attach`.
   */
  driverRate?: (baudRate: number) => number | undefined
}

/**
 * What opening does to DTR and RTS: both asserted, as most drivers do; nothing; or RTS before DTR, which resets
 * the board; or, as Firefox, an open and a close before the open that counts.
 */
export type LinesOnOpen = 'asserted' | 'released' | 'glitch' | 'probed'

export class UsbBridge {
  baudRate = 115200
  isPlugged = true
  dataTerminalReady = false
  requestToSend = false
  #client: BridgeClient | undefined
  #waiting = new Set<() => void>()

  constructor(private readonly options: BridgeOptions) {}

  get client(): BridgeClient | undefined {
    return this.#client
  }

  /** Returns false if the bridge is unplugged or already open. */
  open(client: BridgeClient, baudRate: number): boolean {
    if (!this.isPlugged || this.#client || this.options.isBusy()) return false
    const { driverRate = (rate: number) => rate } = this.options
    const realRate = driverRate(baudRate)
    if (realRate === undefined) return false
    this.#client = client
    this.baudRate = realRate
    const { linesOnOpen } = this.options
    this.#pulse()
    if (linesOnOpen === 'glitch') this.setLines({ requestToSend: true })
    if (linesOnOpen !== 'released') this.setLines({ dataTerminalReady: true, requestToSend: true })
    return true
  }

  /** A browser opens and closes the device to see whether it may list it. */
  probe(): void {
    if (this.isPlugged && !this.#client && !this.options.isBusy()) this.#pulse()
  }

  /**
   * A client that speaks to the chip itself, without a driver between: lines and rate stay as the chip has them.
   * Returns false if the bridge is unplugged or already open.
   */
  attach(client: BridgeClient): boolean {
    if (!this.isPlugged || this.#client || this.options.isBusy()) return false
    this.#client = client
    return true
  }

  /** The end of `attach`; what the chip has taken is still sent. */
  detach(client: BridgeClient): void {
    if (this.#client !== client) return
    this.#client = undefined
    this.options.onRoom()
  }

  close(): void {
    this.#client = undefined
    this.flushTransmit()
    this.options.onRoom()
    if (this.isPlugged) this.setLines({ dataTerminalReady: false, requestToSend: false })
  }

  /** Sets the given lines, both at once if both are given. */
  setLines({
    dataTerminalReady = this.dataTerminalReady,
    requestToSend = this.requestToSend,
  }: SerialOutputSignals): void {
    this.dataTerminalReady = dataTerminalReady
    this.requestToSend = requestToSend
    this.options.onLines(dataTerminalReady, requestToSend)
  }

  setBreak(isOn: boolean): void {
    this.options.onBreak?.(isOn)
  }

  send(bytes: Uint8Array): void {
    this.options.line.send(bytes, this.baudRate)
  }

  /** Bytes that the chip has not sent yet. */
  get unsentBytes(): number {
    return this.options.line.pendingBytes
  }

  /** Changes the rate under what has not been sent yet, as a chip does. */
  setBaudRate(baudRate: number): void {
    this.baudRate = baudRate
    this.options.line.retime(baudRate)
  }

  /** Resolves when at most `pendingBytes` are still to be sent, or when they were dropped. */
  sent(pendingBytes: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#waiting.delete(done)
        resolve()
      }
      this.#waiting.add(done)
      this.options.line.whenAtMost(pendingBytes, done)
    })
  }

  /** Drops the bytes that are not sent yet. */
  flushTransmit(): void {
    this.options.line.clear()
    for (const done of this.#waiting) done()
  }

  /** The client has taken bytes: it has room for more. */
  roomMade(): void {
    this.options.onRoom()
  }

  #pulse(): void {
    if (this.options.linesOnOpen !== 'probed') return
    this.setLines({ dataTerminalReady: true, requestToSend: true })
    this.setLines({ dataTerminalReady: false, requestToSend: false })
  }

  unplug(): void {
    this.isPlugged = false
    this.dataTerminalReady = this.requestToSend = false
    const client = this.#client
    this.#client = undefined
    client?.lost()
    this.flushTransmit()
  }
}
