/** A virtual board whose USB bridge is a serial device of this machine, for a real browser. */
import type { VirtualBoard } from '../../src/virtual-board/board'
import type { BridgeClient } from '../../src/virtual-board/usb-bridge'
import type { SerialDevice } from './machine'
import { PtyLine } from './pty-line'
import { udevMessage } from './udev-message'

const usualBaudRate = 115200
/** As native/serial-pty.c grants at first. */
const driverBytes = 4096
const ids = { usbVendorId: 0x1a86, usbProductId: 0x7523 }

export class PtyBoard {
  #client: BridgeClient
  #line: PtyLine | undefined

  private constructor(
    readonly board: VirtualBoard,
    private readonly device: SerialDevice,
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
    { program, socket }: { program: string; socket: string },
  ): Promise<PtyBoard> {
    const { bridge } = board
    const all = new PtyBoard(board, device)
    all.#line = await PtyLine.open(program, socket, {
      opened: () => bridge.open(all.#client, usualBaudRate),
      closed: () => all.#close(),
      baudRate: (rate) => (bridge.baudRate = rate),
      lines: (lines) => bridge.setLines(lines),
      break: () => undefined, // the chip's UART takes no notice
      data: (bytes) => all.#transmit(bytes),
    })
    return all
  }

  get path(): string {
    return this.#line?.path ?? ''
  }

  unplug(): void {
    this.board.unplug()
    this.#line?.hangUp()
    this.#line?.announce(udevMessage('remove', this.device, ids))
  }

  plug(): void {
    if (this.board.bridge.isPlugged) return
    this.board.plug()
    this.#line?.announce(udevMessage('add', this.device, ids))
  }

  /** The kernel's own device has no USB ids; a bridge that comes and goes has. */
  introduce(): void {
    this.#line?.announce(udevMessage('remove', this.device, ids))
    this.#line?.announce(udevMessage('add', this.device, ids))
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

  #close(): void {
    if (this.board.bridge.client === this.#client) this.board.bridge.close()
  }
}
