/** Descriptors of a USB device, as numbers. https://www.usb.org/document-library/usb-20-specification, chapter 9 */

export interface EndpointDescriptor {
  /** Number, and 0x80 for IN. */
  address: number
  type: 'bulk' | 'interrupt'
  packetSize: number
}

export interface InterfaceDescriptor {
  number: number
  class: number
  subclass: number
  protocol: number
  endpoints: EndpointDescriptor[]
}

export interface DeviceDescriptors {
  /** Binary coded: 0x0110 is USB 1.1. */
  bcdUsb: number
  bcdDevice: number
  class: number
  vendorId: number
  productId: number
  /** Packet size of endpoint 0. */
  controlPacketSize: number
  manufacturer: string
  product: string
  serialNumber: string | undefined
  interfaces: InterfaceDescriptor[]
}

/** The 18 bytes of GET_DESCRIPTOR(device). */
export function deviceDescriptorBytes(d: DeviceDescriptors): Uint8Array {
  const words = (value: number) => [value & 0xff, value >> 8]
  const serial = d.serialNumber === undefined ? 0 : 3
  return Uint8Array.of(
    ...[18, 1, ...words(d.bcdUsb), d.class, 0, 0, d.controlPacketSize],
    ...[...words(d.vendorId), ...words(d.productId), ...words(d.bcdDevice), 1, 2, serial, 1],
  )
}

export const bulk = (address: number, packetSize: number): EndpointDescriptor => ({
  address,
  type: 'bulk',
  packetSize,
})

export const interrupt = (address: number, packetSize: number): EndpointDescriptor => ({
  address,
  type: 'interrupt',
  packetSize,
})

/** One vendor-class interface. */
export const vendorInterface = (
  number: number,
  endpoints: EndpointDescriptor[],
): InterfaceDescriptor => ({ number, class: 0xff, subclass: 0, protocol: 0, endpoints })
