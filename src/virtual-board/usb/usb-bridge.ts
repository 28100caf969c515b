/**
 * The USB-to-serial bridge on the board: the host's end of the UART and the lines DTR and RTS. It is
 * what a port opens; it can be held by someone else and it can be unplugged. Knows no streams.
 */
import type { UartLine } from './uart-line'

/** Whoever has the bridge open. */
export interface BridgeClient {
  room(): number
  receive(bytes: Uint8Array): void
  /** The bridge is gone. */
  lost(): void
}

export interface BridgeOptions {
  /** Towards the chip. */
  line: UartLine
  linesOnOpen: LinesOnOpen
  onLines: (dataTerminalReady: boolean, requestToSend: boolean) => void
  /** The line towards the chip is held low, or not any more. */
  onBreak?: (isOn: boolean) => void
  /** The client has room again. */
  onRoom: () => void
  isBusy: () => boolean
}

/**
 * What opening does to DTR and RTS: both asserted as most drivers do, untouched, or RTS before DTR,
 * which resets the board.
 */
export type LinesOnOpen = 'asserted' | 'released' | 'glitch'

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

  /** False if the bridge is gone or someone else has it. */
  open(client: BridgeClient, baudRate: number): boolean {
    if (!this.isPlugged || this.#client || this.options.isBusy()) return false
    this.#client = client
    this.baudRate = baudRate
    const { linesOnOpen } = this.options
    if (linesOnOpen === 'glitch') this.setLines({ requestToSend: true })
    if (linesOnOpen !== 'released') this.setLines({ dataTerminalReady: true, requestToSend: true })
    return true
  }

  close(): void {
    this.#client = undefined
    this.flushTransmit()
    this.options.onRoom()
    if (this.isPlugged) this.setLines({ dataTerminalReady: false, requestToSend: false })
  }

  /** Changes what is given; both at once if both are. */
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

  /** Resolves when not more than `pendingBytes` wait for the wire, or when they were given up. */
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

  /** Gives up what is not yet on the wire. */
  flushTransmit(): void {
    this.options.line.clear()
    for (const done of this.#waiting) done()
  }

  roomMade(): void {
    this.options.onRoom()
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
