/** A virtual board whose USB bridge is a serial device of this machine, for a real browser. */
import type { VirtualBoard } from '../../src/virtual-board/board'
import type { BridgeClient } from '../../src/virtual-board/usb/usb-bridge'
import type { SerialDevice } from './machine'
import { PtyLine, type PtyBrowser, type PtyEvents } from './pty-line'
import { udevMessage } from './udev-message'

const usualBaudRate = 115200
/** As native/serial-pty.c grants at first. */
const driverBytes = 4096
const ids = { usbVendorId: 0x1a86, usbProductId: 0x7523 }

export class PtyBoard {
  /** Each baud rate that the browser has set, in order. */
  readonly baudRates: number[] = []
  #client: BridgeClient
  #line: PtyLine | undefined

  private constructor(
    readonly board: VirtualBoard,
    private readonly device: SerialDevice,
    private readonly socket: string,
  ) {
    this.#client = {
      room: () => Infinity, // the driver keeps what the browser does not fetch
      receive: (bytes) => this.#line?.send(bytes),
      lost: () => undefined,
    }
  }

  static async open(
    board: VirtualBoard,
    device: SerialDevice,
    { program, socket, browser }: { program: string; socket: string; browser?: PtyBrowser },
  ): Promise<PtyBoard> {
    const { bridge } = board
    const all = new PtyBoard(board, device, socket)
    const events: PtyEvents = {
      opened: () => bridge.open(all.#client, usualBaudRate),
      closed: () => all.#close(),
      baudRate: (rate) => all.#setBaudRate(rate),
      lines: (lines) => bridge.setLines(lines),
      break: () => undefined, // the chip's UART takes no notice
      data: (bytes) => all.#transmit(bytes),
    }
    all.#line = await PtyLine.open(program, socket, events, browser)
    return all
  }

  get path(): string {
    return this.#line?.path ?? ''
  }

  unplug(): void {
    this.board.unplug()
    this.#line?.hangUp()
    this.#announce('remove')
  }

  plug(): void {
    if (this.board.bridge.isPlugged) return
    this.board.plug()
    this.#announce('add')
  }

  async hold(isHeld: boolean): Promise<void> {
    await this.#line?.hold(isHeld)
  }

  /** The kernel's own device has no USB ids; a bridge that comes and goes has. */
  introduce(): void {
    this.#announce('remove')
    this.#announce('add')
  }

  close(): void {
    this.#line?.close()
    this.board.dispose()
  }

  /** The browser may run ahead of the wire by what a driver holds, and no further. */
  #transmit(bytes: Uint8Array): void {
    const { bridge } = this.board
    bridge.send(bytes)
    void bridge
      .sent(Math.max(0, driverBytes - bytes.length))
      .then(() => this.#line?.grant(bytes.length))
  }

  #announce(action: 'add' | 'remove'): void {
    this.#line?.announce(udevMessage(action, this.device, ids, this.socket))
  }

  #setBaudRate(rate: number): void {
    this.board.bridge.baudRate = rate
    this.baudRates.push(rate)
  }

  #close(): void {
    if (this.board.bridge.client === this.#client) this.board.bridge.close()
  }
}
