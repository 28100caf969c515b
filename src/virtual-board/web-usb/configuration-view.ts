/** The descriptors of a device as `USBDevice` shows them. */
import type { DeviceDescriptors, InterfaceDescriptor } from '../usb-devices/descriptors'
import type { AlternateInterface, Configuration, Interface } from './usb-types'

/** @param isClaimed  asked each time that somebody reads `claimed` */
export function configurationOf(
  { interfaces }: DeviceDescriptors,
  isClaimed: (interfaceNumber: number) => boolean,
): Configuration {
  return {
    configurationValue: 1,
    configurationName: null,
    interfaces: interfaces.map((it) => interfaceOf(it, isClaimed)),
  }
}

function interfaceOf(it: InterfaceDescriptor, isClaimed: (n: number) => boolean): Interface {
  const alternate = alternateOf(it)
  return {
    interfaceNumber: it.number,
    alternate,
    alternates: [alternate],
    get claimed() {
      return isClaimed(it.number)
    },
  }
}

const alternateOf = (it: InterfaceDescriptor): AlternateInterface => ({
  alternateSetting: 0,
  interfaceClass: it.class,
  interfaceSubclass: it.subclass,
  interfaceProtocol: it.protocol,
  interfaceName: null,
  endpoints: it.endpoints.map(({ address, type, packetSize }) => ({
    endpointNumber: address & 0x0f,
    direction: address & 0x80 ? 'in' : 'out',
    type,
    packetSize,
  })),
})

/** Binary coded version as WebUSB splits it: 0x1005 is 16, 0, 5. */
export const versionOf = (bcd: number) => ({
  major: bcd >> 8,
  minor: (bcd >> 4) & 0xf,
  subminor: bcd & 0xf,
})
