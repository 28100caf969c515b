/** The dictionaries of WebUSB. https://wicg.github.io/webusb/ */

export type Direction = 'in' | 'out'

export interface ControlSetup {
  requestType: 'standard' | 'class' | 'vendor'
  recipient: 'device' | 'interface' | 'endpoint' | 'other'
  request: number
  value: number
  index: number
}

export interface InResult {
  data: DataView
  status: 'ok' | 'stall' | 'babble'
}

export interface OutResult {
  bytesWritten: number
  status: 'ok' | 'stall'
}

export interface Endpoint {
  endpointNumber: number
  direction: Direction
  type: 'bulk' | 'interrupt'
  packetSize: number
}

export interface AlternateInterface {
  alternateSetting: number
  interfaceClass: number
  interfaceSubclass: number
  interfaceProtocol: number
  interfaceName: string | null
  endpoints: Endpoint[]
}

export interface Interface {
  interfaceNumber: number
  alternate: AlternateInterface
  alternates: AlternateInterface[]
  readonly claimed: boolean
}

export interface Configuration {
  configurationValue: number
  configurationName: string | null
  interfaces: Interface[]
}

export interface DeviceFilter {
  vendorId?: number
  productId?: number
  classCode?: number
  subclassCode?: number
  protocolCode?: number
  serialNumber?: string
}

export interface DeviceRequest {
  filters: DeviceFilter[]
  exclusionFilters?: DeviceFilter[]
}
