/** A virtual bridge behind `navigator.usb`, with our driver for it, on a cable that has no board on its far end. */
import { WebUsbSerial } from '../../../src/serial/webusb/webusb-serial'
import { realClock } from '../../../src/virtual-board/clock'
import { Faults } from '../../../src/virtual-board/faults'
import { makeChip, type BridgeChipOptions } from '../../../src/virtual-board/usb-devices/chips'
import { UartLine } from '../../../src/virtual-board/usb/uart-line'
import { UsbBridge } from '../../../src/virtual-board/usb/usb-bridge'
import { VirtualUsb } from '../../../src/virtual-board/web-usb/virtual-usb'
import type { FarEnd, LineError, PortRig } from './case'
import { HeardBytes } from './heard-bytes'

const nothing = () => undefined
/** A wire brings a few bytes at a time, also where it has no pace. */
const mostAtOnce = 32

export class UsbCable implements FarEnd {
  readonly usb: VirtualUsb
  readonly #toHost: UartLine
  readonly #toBoard: UartLine
  readonly #bridge: UsbBridge
  readonly #serial: WebUsbSerial
  readonly #heard = new HeardBytes()
  #lines: string[] = []
  #isBreak = false
  #stalled = false

  constructor(options: BridgeChipOptions) {
    const clock = realClock()
    this.#toHost = new UartLine({
      clock,
      speed: Infinity,
      room: () => Math.min(this.#bridge.client?.room() ?? Infinity, mostAtOnce),
      deliver: (bytes) => this.#bridge.client?.receive(bytes),
    })
    this.#toBoard = new UartLine({
      clock,
      speed: Infinity,
      room: () => (this.#stalled ? 0 : Infinity),
      deliver: (bytes) => this.#heard.add(bytes),
    })
    this.#bridge = new UsbBridge({
      line: this.#toBoard,
      linesOnOpen: 'asserted',
      onLines: (dtr, rts) => this.#lines.push(`D${Number(dtr)}R${Number(rts)}`),
      onBreak: (isOn) => this.#breakIs(isOn),
      onRoom: () => this.#toHost.resume(),
      isBusy: () => false,
    })
    this.usb = new VirtualUsb(makeChip({ bridge: this.#bridge, clock }, options), unusedPicker())
    this.#serial = new WebUsbSerial(this.usb)
    this.usb.grant()
  }

  async rig(): Promise<PortRig> {
    const [port] = await this.#serial.getPorts()
    if (!port) throw new Error('The device has no driver.')
    return { serial: this.#serial as unknown as Serial, port, far: this }
  }

  dispose(): void {
    this.#toHost.clear()
    this.#bridge.flushTransmit()
    if (this.#bridge.isPlugged) this.usb.unplugged()
  }

  async unplug(): Promise<void> {
    this.#toHost.clear()
    this.#bridge.unplug()
    this.usb.unplugged()
  }

  async plug(): Promise<void> {
    this.#bridge.isPlugged = true
    this.usb.plugged()
  }

  async say(bytes: number[]): Promise<void> {
    this.#toHost.send(Uint8Array.from(bytes), this.#bridge.baudRate)
  }

  async disturb(error: LineError): Promise<void> {
    throw new Error(`The virtual bridges know no ${error} on the wire.`)
  }

  async stall(stalled: boolean): Promise<void> {
    this.#stalled = stalled
    if (!stalled) this.#toBoard.resume()
  }

  heard(count: number): Promise<number[]> {
    return this.#heard.first(count)
  }

  async heardBytes(): Promise<number> {
    return this.#heard.count
  }

  async lines(): Promise<string[]> {
    return this.#lines.splice(0)
  }

  /** As the wire has it, which a divisor meets only nearly. */
  async baudRate(): Promise<number> {
    return this.#bridge.baudRate
  }

  async isOpen(): Promise<boolean> {
    return this.#bridge.client !== undefined
  }

  /** Longer than the latency timer of an FTDI chip. */
  async settled(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }

  /** Every request for the format of an FTDI chip says whether there is a break; a wire only knows changes. */
  #breakIs(isOn: boolean): void {
    if (isOn !== this.#isBreak) this.#lines.push(`break ${isOn ? 'on' : 'off'}`)
    this.#isBreak = isOn
  }
}

const unusedPicker = () =>
  new Faults({
    unplug: nothing,
    reset: nothing,
    setFlashTimeFactor: nothing,
    setBadSectors: nothing,
    setChipMagic: nothing,
  })
