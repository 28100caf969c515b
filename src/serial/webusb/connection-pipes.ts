/** The pipes of one open device: bytes in both directions, and what the chip says beside them. */
import type { BridgeDriver, LineSettings, Received } from './driver'
import { InPipe } from './in-pipe'
import { OutPipe } from './out-pipe'
import { packetBytes } from './pipes'
import type { UsbDevice } from './usb-device'

export interface ConnectionOptions {
  device: UsbDevice
  driver: BridgeDriver
  settings: LineSettings
  onReceived: (items: Received) => void
  hasRoom: () => boolean
  onReadFailed: (cause: unknown) => void
  onWriteFailed: (cause: unknown) => void
}

/** How much is asked for ahead: what comes while a busy page does not run. */
const readAheadBytes = 4096
const leastTransfers = 4
const mostTransfers = 64
export function pipeOfBytes(options: ConnectionOptions): InPipe {
  const { device, driver, hasRoom, onReceived, onReadFailed } = options
  const wanted = Math.ceil(readAheadBytes / driver.readBytes)
  return new InPipe({
    device,
    endpoint: driver.pipes.bulkIn,
    transferBytes: driver.readBytes,
    count: Math.min(Math.max(wanted, leastTransfers), mostTransfers),
    hasRoom,
    onData: (data) => onReceived(driver.unpack(data)),
    onBabble: () => onReceived(['BufferOverrunError']),
    onFailed: onReadFailed,
  })
}

/** Undefined for a chip that has nothing to say. Should it fail, the port only knows less. */
export function pipeOfNotices(options: ConnectionOptions): InPipe | undefined {
  const { device, driver, onReceived } = options
  const endpoint = driver.pipes.interruptIn
  if (!endpoint || !driver.notice) return undefined
  return new InPipe({
    device,
    endpoint,
    transferBytes: packetBytes(endpoint),
    count: 1,
    hasRoom: () => true,
    onData: (data) => onReceived(driver.notice?.(data) ?? []),
    onBabble: () => undefined,
    onFailed: () => undefined,
  })
}

export function outPipe({ device, driver, settings, onWriteFailed }: ConnectionOptions): OutPipe {
  return new OutPipe({
    device,
    endpoint: driver.pipes.bulkOut,
    packetBytes: packetBytes(driver.pipes.bulkOut),
    baudRate: settings.baudRate,
    fifoBytes: driver.fifoBytes,
    pack: driver.pack && ((bytes) => driver.pack?.(bytes) ?? bytes),
    onFailed: onWriteFailed,
  })
}
