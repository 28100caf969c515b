/** `navigator.serial` with several devices: what each of them says and answers, in one place. */
import { failedRequest } from './port-errors'
import type { VirtualSerial } from './virtual-serial'

export class SerialHub extends EventTarget {
  constructor(private readonly devices: readonly VirtualSerial[]) {
    super()
    for (const device of devices) {
      for (const type of ['connect', 'disconnect']) {
        device.addEventListener(type, () => this.dispatchEvent(new Event(type)))
      }
    }
  }

  /** The picker's choice is the first device that is plugged in and not permitted yet. */
  async requestPort(options?: SerialPortRequestOptions): Promise<SerialPort> {
    for (const device of this.devices) {
      if ((await device.getPorts()).length > 0) continue
      const port = await device.requestPort(options).catch(() => undefined)
      if (port) return port
    }
    throw new DOMException(
      failedRequest('No port selected by the user.', 'chromium'),
      'NotFoundError',
    )
  }

  async getPorts(): Promise<SerialPort[]> {
    return (await Promise.all(this.devices.map((device) => device.getPorts()))).flat()
  }
}
