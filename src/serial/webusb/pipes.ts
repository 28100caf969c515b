/** Finds the endpoints of a bridge in the descriptors of its device. */
import { NotSupported, type Pipes } from './driver'
import type { UsbConfiguration, UsbDevice, UsbEndpoint, UsbInterface } from './usb-device'

/** wMaxPacketSize of a full-speed bulk endpoint: some FT232R say 0. */
const usualPacketBytes = 64

/** The configuration that is selected, or the one that will be. */
export function configurationOf(device: UsbDevice): UsbConfiguration {
  const configuration = device.configuration ?? device.configurations[0]
  if (!configuration) throw new NotSupported('The device has no configuration.')
  return configuration
}

/** The first interface that has a bulk endpoint in each direction. @throws NotSupported */
export function firstPipes(device: UsbDevice): Pipes {
  for (const one of configurationOf(device).interfaces) {
    const pipes = pipesOf(one)
    if (pipes) return pipes
  }
  throw new NotSupported('The device has no interface with two bulk endpoints.')
}

export function pipesOf({
  alternate,
  alternates,
  interfaceNumber,
}: UsbInterface): Pipes | undefined {
  const { endpoints } = alternate ?? alternates[0]
  const find = (type: UsbEndpoint['type'], direction: UsbEndpoint['direction']) =>
    endpoints.find((one) => one.type === type && one.direction === direction)
  const [bulkIn, bulkOut] = [find('bulk', 'in'), find('bulk', 'out')]
  if (!bulkIn || !bulkOut) return undefined
  return { interfaceNumber, bulkIn, bulkOut, interruptIn: find('interrupt', 'in') }
}

/** The endpoint's packet size in bytes, never 0. */
export const packetBytes = ({ packetSize }: UsbEndpoint): number => packetSize || usualPacketBytes
