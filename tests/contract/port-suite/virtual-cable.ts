/** The virtual port on a cable that has no chip on its far end. */
import { Faults } from '../../../src/virtual-board/faults'
import { realClock } from '../../../src/virtual-board/clock'
import { UartLine } from '../../../src/virtual-board/usb/uart-line'
import { UsbBridge } from '../../../src/virtual-board/usb/usb-bridge'
import { VirtualSerial } from '../../../src/virtual-board/web-serial/virtual-serial'
import type { PortBrowser } from '../../../src/virtual-board/web-serial/port-browser'
import type { FarEnd, LineError, PortRig } from './case'
import { HeardBytes } from './heard-bytes'

const ids = { usbVendorId: 0x1a86, usbProductId: 0x7523 }
const nothing = () => undefined

export class VirtualCable implements FarEnd {
  #toHost: UartLine
  #toBoard: UartLine
  #bridge: UsbBridge
  #serial: VirtualSerial
  readonly #heard = new HeardBytes()
  #lines: string[] = []
  #stalled = false

  constructor(browser: PortBrowser = 'chromium') {
    const clock = realClock()
    this.#toHost = new UartLine({
      clock,
      speed: Infinity,
      room: () => this.#bridge.client?.room() ?? Infinity,
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
      onBreak: (isOn) => this.#lines.push(`break ${isOn ? 'on' : 'off'}`),
      onRoom: () => this.#toHost.resume(),
      isBusy: () => false,
    })
    this.#serial = new VirtualSerial(this.#bridge, ids, pickerThatIsNotUsed(), browser)
    this.#serial.grant()
  }

  rig(): PortRig {
    return { serial: this.#serial, port: this.#serial.port, far: this }
  }

  dispose(): void {
    this.#toHost.clear()
    this.#bridge.flushTransmit()
  }

  async unplug(): Promise<void> {
    this.#toHost.clear()
    this.#bridge.unplug()
    this.#serial.unplugged()
  }

  async plug(): Promise<void> {
    this.#bridge.isPlugged = true
    this.#serial.plugged()
  }

  async say(bytes: number[]): Promise<void> {
    this.#toHost.send(Uint8Array.from(bytes), this.#bridge.baudRate)
  }

  async disturb(error: LineError): Promise<void> {
    await this.settled()
    this.#serial.port.injectReadError(error === 'break' ? 'BreakError' : 'ParityError')
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

  async baudRate(): Promise<number> {
    return this.#bridge.baudRate
  }

  async isOpen(): Promise<boolean> {
    return this.#bridge.client !== undefined
  }

  async settled(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
  }
}

const pickerThatIsNotUsed = () =>
  new Faults({
    unplug: nothing,
    reset: nothing,
    setFlashTimeFactor: nothing,
    setBadSectors: nothing,
    setChipMagic: nothing,
  })
