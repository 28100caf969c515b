/** The filters of `requestDevice`. https://wicg.github.io/webusb/#enumeration */
import type { DeviceDescriptors } from '../usb-devices/descriptors'
import type { DeviceFilter, DeviceRequest } from './usb-types'

/** @throws TypeError as Chromium does for filters that make no sense */
export function checkRequest(request: DeviceRequest | undefined): DeviceRequest {
  const { filters, exclusionFilters } = request ?? {}
  if (!filters) throw refused('required member filters is undefined.')
  if (exclusionFilters?.length === 0) {
    throw refused('The exclusionFilters must not be an empty array.')
  }
  for (const filter of [...filters, ...(exclusionFilters ?? [])]) checkFilter(filter)
  return { filters, exclusionFilters }
}

export function isOffered(d: DeviceDescriptors, request: DeviceRequest): boolean {
  const { filters, exclusionFilters = [] } = request
  const isWanted = filters.length === 0 || filters.some((filter) => matches(d, filter))
  return isWanted && !exclusionFilters.some((filter) => matches(d, filter))
}

function checkFilter(filter: DeviceFilter): void {
  const has = (key: keyof DeviceFilter) => filter[key] !== undefined
  if (has('productId') && !has('vendorId')) {
    throw refused('A filter containing a productId must also contain a vendorId.')
  }
  if (has('subclassCode') && !has('classCode')) {
    throw refused('A filter containing a subclassCode must also contain a classCode.')
  }
  if (has('protocolCode') && !has('subclassCode')) {
    throw refused('A filter containing a protocolCode must also contain a subclassCode.')
  }
}

function matches(d: DeviceDescriptors, filter: DeviceFilter): boolean {
  const { vendorId, productId, serialNumber } = filter
  if (vendorId !== undefined && vendorId !== d.vendorId) return false
  if (productId !== undefined && productId !== d.productId) return false
  if (serialNumber !== undefined && serialNumber !== d.serialNumber) return false
  return filter.classCode === undefined || hasClass(d, filter)
}

function hasClass(d: DeviceDescriptors, filter: DeviceFilter): boolean {
  const ofDevice = { class: d.class, subclass: 0, protocol: 0 }
  return [ofDevice, ...d.interfaces].some(
    (it) =>
      it.class === filter.classCode &&
      (filter.subclassCode ?? it.subclass) === it.subclass &&
      (filter.protocolCode ?? it.protocol) === it.protocol,
  )
}

const refused = (words: string) =>
  new TypeError(`Failed to execute 'requestDevice' on 'USB': ${words}`)
