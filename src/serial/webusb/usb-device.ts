/**
 * The part of WebUSB that the drivers of this folder use, as structural types: `navigator.usb` of a browser has
 * this shape, and so has a virtual one. TypeScript's own library has no types for WebUSB.
 * https://wicg.github.io/webusb/
 *
 * Errors are DOMExceptions: `NotFoundError` (unplugged, or no such interface or endpoint; of `requestDevice`: the
 * list was closed), `SecurityError` (access denied: protected interface, or the operating system refuses),
 * `NetworkError` (the transfer failed, or another program has the interface), `InvalidStateError` (not open, not
 * claimed, another change of state under way), `AbortError` (transfer ended because the device was closed or its
 * interface released). A stall is not an error but the status of a result.
 */
export type UsbDirection = 'in' | 'out'
export type UsbTransferStatus = 'ok' | 'stall' | 'babble'

export interface UsbEndpoint {
  /** 1 to 15, without the direction's bit. */
  readonly endpointNumber: number
  readonly direction: UsbDirection
  readonly type: 'bulk' | 'interrupt' | 'isochronous'
  /** `wMaxPacketSize`, in bytes; 0 on some devices. */
  readonly packetSize: number
}

export interface UsbAlternateInterface {
  readonly alternateSetting: number
  readonly interfaceClass: number
  readonly interfaceSubclass: number
  readonly interfaceProtocol: number
  readonly endpoints: readonly UsbEndpoint[]
}

export interface UsbInterface {
  readonly interfaceNumber: number
  readonly alternate: UsbAlternateInterface
  readonly alternates: readonly UsbAlternateInterface[]
  readonly claimed: boolean
}

export interface UsbConfiguration {
  readonly configurationValue: number
  readonly interfaces: readonly UsbInterface[]
}

/** The setup packet; its `bmRequestType` is made of direction (which method), type and recipient. */
export interface UsbControlSetup {
  readonly requestType: 'standard' | 'class' | 'vendor'
  readonly recipient: 'device' | 'interface' | 'endpoint' | 'other'
  readonly request: number
  readonly value: number
  readonly index: number
}

export interface UsbInResult {
  readonly data?: DataView
  readonly status?: UsbTransferStatus
}

export interface UsbOutResult {
  readonly bytesWritten: number
  readonly status?: UsbTransferStatus
}

export interface UsbDevice {
  readonly vendorId: number
  readonly productId: number
  readonly deviceClass: number
  /** bcdUSB 2.10 is 2, 1, 0. */
  readonly usbVersionMajor: number
  readonly usbVersionMinor: number
  readonly usbVersionSubminor: number
  /** bcdDevice 0x1005 is 16, 0, 5. */
  readonly deviceVersionMajor: number
  readonly deviceVersionMinor: number
  readonly deviceVersionSubminor: number
  readonly manufacturerName?: string | null
  readonly productName?: string | null
  readonly serialNumber?: string | null
  /** Null or undefined: none is selected yet. */
  readonly configuration?: UsbConfiguration | null
  readonly configurations: readonly UsbConfiguration[]
  readonly opened: boolean
  open(): Promise<void>
  /** Ends all transfers under way with AbortError and releases all interfaces. */
  close(): Promise<void>
  /** Chrome 101 and later. */
  forget?(): Promise<void>
  selectConfiguration(configurationValue: number): Promise<void>
  claimInterface(interfaceNumber: number): Promise<void>
  releaseInterface(interfaceNumber: number): Promise<void>
  controlTransferIn(setup: UsbControlSetup, length: number): Promise<UsbInResult>
  controlTransferOut(setup: UsbControlSetup, data?: BufferSource): Promise<UsbOutResult>
  clearHalt(direction: UsbDirection, endpointNumber: number): Promise<void>
  transferIn(endpointNumber: number, length: number): Promise<UsbInResult>
  transferOut(endpointNumber: number, data: BufferSource): Promise<UsbOutResult>
}

/** Each property that is there must fit; `classCode` fits the device's class or that of an interface. */
export interface UsbDeviceFilter {
  vendorId?: number
  productId?: number
  classCode?: number
  subclassCode?: number
  protocolCode?: number
  serialNumber?: string
}

export interface UsbDeviceRequestOptions {
  filters: UsbDeviceFilter[]
  exclusionFilters?: UsbDeviceFilter[]
}

/** "connect" and "disconnect", with the device that it is about. */
export interface UsbConnectionEvent extends Event {
  readonly device: UsbDevice
}

/** The shape of `navigator.usb`. The same device is the same object until it is unplugged. */
export interface Usb extends EventTarget {
  /** Needs a user gesture. Rejects with NotFoundError when the list is closed without a choice. */
  requestDevice(options: UsbDeviceRequestOptions): Promise<UsbDevice>
  /** The devices that the person has granted and that are plugged in. */
  getDevices(): Promise<UsbDevice[]>
}
