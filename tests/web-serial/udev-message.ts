/**
 * What udevd tells its listeners when a USB bridge comes or goes, as libudev reads it (systemd,
 * src/libsystemd/sd-device/device-monitor.c): a header with the hash of the subsystem, then properties.
 */
import type { SerialDevice } from './machine'

const magic = 0xfeedcafe
const headerBytes = 40

export interface UsbIds {
  usbVendorId: number
  usbProductId: number
}

export function udevMessage(
  action: 'add' | 'remove',
  { node, devicePath }: SerialDevice,
  { usbVendorId, usbProductId }: UsbIds,
  /** Of the run whose browser is meant: native/modem-lines.c keeps it from the others. */
  socket: string,
): Buffer {
  const properties = Buffer.from(
    Object.entries({
      ACTION: action,
      DEVPATH: devicePath,
      SUBSYSTEM: 'tty',
      DEVNAME: node,
      MAJOR: '4',
      MINOR: '64',
      SEQNUM: '1',
      USEC_INITIALIZED: '1',
      ID_BUS: 'usb',
      ID_VENDOR_ID: hex(usbVendorId),
      ID_MODEL_ID: hex(usbProductId),
      SERIAL_PTY_SOCKET: socket,
    })
      .map(([name, value]) => `${name}=${value}\0`)
      .join(''),
  )
  return Buffer.concat([header(properties.length), properties])
}

const hex = (id: number) => id.toString(16).padStart(4, '0')

function header(propertyBytes: number): Buffer {
  const bytes = Buffer.alloc(headerBytes)
  bytes.write('libudev\0')
  bytes.writeUInt32BE(magic, 8)
  bytes.writeUInt32LE(headerBytes, 12)
  bytes.writeUInt32LE(headerBytes, 16)
  bytes.writeUInt32LE(propertyBytes, 20)
  bytes.writeUInt32BE(murmurHash2('tty'), 24)
  return bytes
}

/** MurmurHash2 with seed 0, by which the kernel sorts messages out for their listeners. */
export function murmurHash2(text: string): number {
  const factor = 0x5bd1e995
  const key = Buffer.from(text)
  let hash = key.length
  let at = 0
  for (; key.length - at >= 4; at += 4) {
    let part = Math.imul(key.readUInt32LE(at), factor)
    part = Math.imul(part ^ (part >>> 24), factor)
    hash = Math.imul(hash, factor) ^ part
  }
  const rest = key.subarray(at)
  for (let i = 0; i < rest.length; i++) hash ^= rest[i]! << (8 * i)
  if (rest.length) hash = Math.imul(hash, factor)
  hash = Math.imul(hash ^ (hash >>> 13), factor)
  return (hash ^ (hash >>> 15)) >>> 0
}
