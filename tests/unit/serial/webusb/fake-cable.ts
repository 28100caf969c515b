/** An FT232R that only writes down what it is asked, on a cable with no board: for the port around the drivers. */
import { HeardBytes } from '../../../contract/port-suite/heard-bytes'
import type { FarEnd, LineError, PortRig } from '../../../contract/port-suite/case'
import type { Usb, UsbDevice } from '../../../../src/serial/webusb/usb-device'
import { WebUsbSerial } from '../../../../src/serial/webusb/webusb-serial'
import { FakeUsbDevice } from './fake-usb-device'

const rates: Record<string, number> = {
  '4138': 9600,
  c028: 74880,
  '001a': 115200,
  '4006': 460800,
}
const status = { idle: 0x60, break: 0x70, parity: 0x64 } as const
const clearToSend = 0x01

class FakeUsb extends EventTarget implements Usb {
  device: FakeUsbDevice | undefined

  async requestDevice(): Promise<UsbDevice> {
    throw new DOMException('No device selected.', 'NotFoundError')
  }

  async getDevices(): Promise<UsbDevice[]> {
    return this.device ? [this.device] : []
  }

  tell(type: 'connect' | 'disconnect', device: FakeUsbDevice): void {
    this.dispatchEvent(Object.assign(new Event(type), { device }))
  }
}

export class FakeCable implements FarEnd {
  readonly #usb = new FakeUsb()
  readonly #serial = new WebUsbSerial(this.#usb)
  readonly #heard = new HeardBytes()
  #device = this.#newDevice()
  #lines: string[] = []
  #state = { dtr: 0, rts: 0 }
  #rate = 0

  async rig(): Promise<PortRig> {
    this.#usb.device = this.#device
    const [port] = await this.#serial.getPorts()
    return { serial: this.#serial as unknown as Serial, port: port!, far: this }
  }

  #newDevice(): FakeUsbDevice {
    const device = new FakeUsbDevice({ vendorId: 0x0403, productId: 0x6001, version: 0x600 })
    device.answers['c0 05 0000 0000'] = [clearToSend, status.idle]
    device.onSent = (bytes) => this.#heard.add(Uint8Array.from(bytes))
    return device
  }

  async unplug(): Promise<void> {
    this.#usb.device = undefined
    const gone = new DOMException('The device was disconnected.', 'NotFoundError')
    this.#device.vanish(gone)
    this.#usb.tell('disconnect', this.#device)
  }

  async plug(): Promise<void> {
    this.#usb.device = this.#device = this.#newDevice()
    this.#usb.tell('connect', this.#device)
  }

  /** A chip that nobody has open keeps nothing. */
  async say(bytes: number[]): Promise<void> {
    if (!this.#device.opened) return
    for (let at = 0; at < bytes.length; at += 62) {
      this.#device.bring([clearToSend, status.idle, ...bytes.slice(at, at + 62)])
    }
  }

  async disturb(error: LineError): Promise<void> {
    await this.settled()
    this.#device.bring([clearToSend, status[error], error === 'break' ? 0 : 7])
  }

  async stall(stalled: boolean): Promise<void> {
    this.#device.isOutStalled = stalled
    if (!stalled) this.#device.takeOut()
  }

  heard(count: number): Promise<number[]> {
    return this.#heard.first(count)
  }

  async heardBytes(): Promise<number> {
    return this.#heard.count
  }

  async lines(): Promise<string[]> {
    this.#follow()
    return this.#lines.splice(0)
  }

  async baudRate(): Promise<number> {
    this.#follow()
    return this.#rate
  }

  async isOpen(): Promise<boolean> {
    return this.#device.opened
  }

  async settled(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
  }

  /** What the requests since the last time have done. */
  #follow(): void {
    for (const [, request, value = '0'] of this.#device.take().map((line) => line.split(' '))) {
      const bits = parseInt(value, 16)
      if (request === '01') this.#setLines(bits)
      if (request === '03') this.#rate = rates[value] ?? 0
      if (request === '04') this.#setBreak((bits & 0x4000) !== 0)
    }
  }

  #wasBreak = false
  #setBreak(on: boolean): void {
    if (on !== this.#wasBreak) this.#lines.push(`break ${on ? 'on' : 'off'}`)
    this.#wasBreak = on
  }

  #setLines(bits: number): void {
    if (bits & 0x0100) this.#state.dtr = bits & 1
    if (bits & 0x0200) this.#state.rts = (bits >> 1) & 1
    this.#lines.push(`D${this.#state.dtr}R${this.#state.rts}`)
  }
}
