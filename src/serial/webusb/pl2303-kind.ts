/**
 * Which generation of the PL2303 a device is: nothing says it directly. After the Linux kernel's pl2303_detect_type,
 * drivers/usb/serial/pl2303.c (6.12).
 */
import { Requests } from './requests'
import type { UsbDevice } from './usb-device'

/** H is the oldest, HXN the newest, which the product ids of GC to GS belong to as well. */
export type Pl2303Kind = 'H' | 'HX' | 'HXD' | 'TA' | 'TB' | 'HXN'

/** Vendor read that HX to TB answer, and HXN does not. */
const hxStatus = { request: 0x01, register: 0x8080 } as const
/** Standard request for the device descriptor, where alone the packet size of endpoint 0 is. */
const deviceDescriptor = {
  request: 0x06,
  value: 0x0100,
  sizeBytes: 18,
  packetSizeAt: 7,
} as const
const communicationsClass = 2
const packetSizeOfNewer = 64
const version = { hxd: 0x400, ta: 0x300, tb: 0x500 } as const

export async function pl2303KindOf(device: UsbDevice): Promise<Pl2303Kind> {
  if (device.deviceClass === communicationsClass) return 'H'
  if ((await controlPacketSize(device)) !== packetSizeOfNewer) return 'H'
  if (device.usbVersionMajor === 1) return versionOf(device) === version.hxd ? 'HXD' : 'HX'
  const older = { [version.ta]: 'TA', [version.tb]: 'TB' } as const
  const kind = older[versionOf(device) as keyof typeof older]
  // Numbers that are not known yet are those of newer ones, too.
  return kind && (await answersHxStatus(device)) ? kind : 'HXN'
}

const versionOf = (device: UsbDevice) =>
  (device.deviceVersionMajor << 8) | (device.deviceVersionMinor << 4) | device.deviceVersionSubminor

async function controlPacketSize(device: UsbDevice): Promise<number> {
  const requests = new Requests(device, { requestType: 'standard', recipient: 'device' })
  const { request, value, sizeBytes, packetSizeAt } = deviceDescriptor
  const descriptor = await requests.tryRead(request, value, 0, sizeBytes)
  return descriptor?.[packetSizeAt] ?? packetSizeOfNewer
}

async function answersHxStatus(device: UsbDevice): Promise<boolean> {
  const requests = new Requests(device, { requestType: 'vendor', recipient: 'device' })
  return (await requests.tryRead(hxStatus.request, hxStatus.register, 0, 1)) !== undefined
}
