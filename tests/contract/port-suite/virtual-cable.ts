/** The virtual port on a cable that has no chip on its far end. */
import { Faults } from '../../../src/virtual-board/faults'
import { realClock } from '../../../src/virtual-board/clock'
import { UartLine } from '../../../src/virtual-board/usb/uart-line'
import { UsbBridge } from '../../../src/virtual-board/usb/usb-bridge'
import { VirtualSerial } from '../../../src/virtual-board/web-serial/virtual-serial'
import type { FarEnd, LineError, PortRig } from './case'

const ids = { usbVendorId: 0x1a86, usbProductId: 0x7523 }
const nothing = () => undefined
const keptBytes = 64

export class VirtualCable implements FarEnd {
  #toHost: UartLine
  #toBoard: UartLine
  #bridge: UsbBridge
  #serial: VirtualSerial
  #first: number[] = []
  #count = 0
  #lines: string[] = []
  #stalled = false
  #waiting: { count: number; resolve: () => void }[] = []

  constructor() {
    const clock = realClock()
    this.#toHost = new UartLine({
      clock,
      pace: false,
      room: () => this.#bridge.client?.room() ?? Infinity,
      deliver: (bytes) => this.#bridge.client?.receive(bytes),
    })
    this.#toBoard = new UartLine({
      clock,
      pace: false,
      room: () => (this.#stalled ? 0 : Infinity),
      deliver: (bytes) => this.#hear(bytes),
    })
    this.#bridge = new UsbBridge({
      line: this.#toBoard,
      linesOnOpen: 'asserted',
      onLines: (dtr, rts) => this.#lines.push(`D${Number(dtr)}R${Number(rts)}`),
      onBreak: (isOn) => this.#lines.push(`break ${isOn ? 'on' : 'off'}`),
      onRoom: () => this.#toHost.resume(),
      isBusy: () => false,
    })
    this.#serial = new VirtualSerial(this.#bridge, ids, pickerThatIsNotUsed())
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

  async heard(count: number): Promise<number[]> {
    if (this.#count < count) {
      await new Promise<void>((resolve) => this.#waiting.push({ count, resolve }))
    }
    return this.#first.slice(0, count)
  }

  async heardBytes(): Promise<number> {
    return this.#count
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

  #hear(bytes: Uint8Array): void {
    this.#first.push(...bytes.subarray(0, keptBytes - this.#first.length))
    this.#count += bytes.length
    const due = this.#waiting.filter(({ count }) => this.#count >= count)
    this.#waiting = this.#waiting.filter((waiter) => !due.includes(waiter))
    for (const { resolve } of due) resolve()
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
