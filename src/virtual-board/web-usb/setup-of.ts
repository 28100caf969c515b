/** The setup packet of a control transfer; numbers out of range wrap, as WebIDL's octet and unsigned short do. */
import type { SetupPacket } from '../usb-devices/setup-packet'
import type { ControlSetup, Direction } from './usb-types'

const types = { standard: 0, class: 0x20, vendor: 0x40 }
const recipients = { device: 0, interface: 1, endpoint: 2, other: 3 }

/** @throws TypeError for a word that is none of WebUSB's */
export function setupOf(setup: ControlSetup, direction: Direction, length: number): SetupPacket {
  if (!Object.hasOwn(types, setup.requestType) || !Object.hasOwn(recipients, setup.recipient)) {
    throw new TypeError('The provided value is not a valid enum value.')
  }
  const way = direction === 'in' ? 0x80 : 0
  return {
    type: way | types[setup.requestType] | recipients[setup.recipient],
    request: setup.request & 0xff,
    value: setup.value & 0xffff,
    index: setup.index & 0xffff,
    length: length & 0xffff,
  }
}

/** A copy: what the page does with its buffer afterwards does not matter. */
export function bytesOf(data: BufferSource | undefined): Uint8Array {
  if (!data) return new Uint8Array()
  if (ArrayBuffer.isView(data)) {
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice()
  }
  return new Uint8Array(data).slice()
}
