/**
 * Which devices these drivers can use, and the driver of each. Ids and names are in usb-bridges.ts; any other device
 * of the class CDC-ACM fits as well, whoever made it.
 */
import { bridges, idsOf, type BridgeFamily } from '../usb-bridges'
import { CdcAcmDriver, communicationsClass, isCdcAcm } from './cdc-acm'
import { Ch341Driver } from './ch341'
import { Cp210xDriver } from './cp210x'
import { NotSupported, type BridgeDriver } from './driver'
import { FtdiDriver } from './ftdi'
import { Pl2303Driver } from './pl2303'
import type { UsbDevice, UsbDeviceFilter } from './usb-device'

const drivers: Record<BridgeFamily, new (device: UsbDevice) => BridgeDriver> = {
  ch341: Ch341Driver,
  cdcAcm: CdcAcmDriver,
  cp210x: Cp210xDriver,
  ftdi: FtdiDriver,
  pl2303: Pl2303Driver,
}
const families = Object.keys(drivers) as BridgeFamily[]

/** Undefined for a device without a serial port that is known. */
export function familyOf(device: UsbDevice): BridgeFamily | undefined {
  const ids = idsOf(device.vendorId, device.productId)
  const known = families.find((family) => ids in bridges[family])
  return known ?? (isCdcAcm(device) ? 'cdcAcm' : undefined)
}

/** @throws NotSupported */
export function driverFor(device: UsbDevice): BridgeDriver {
  const family = familyOf(device)
  if (!family) throw new NotSupported('The device has no serial port that is known.')
  return new drivers[family](device)
}

/** Every device with a driver, as filters for `requestDevice`. */
const allFilters: readonly UsbDeviceFilter[] = [
  ...families.flatMap((family) => Object.keys(bridges[family]).map(filterOf)),
  classFilter({}),
]

/** The filters of `requestPort` as those of `requestDevice`; empty if no USB device can fit them. */
export function deviceFilters(filters: readonly SerialPortFilter[]): UsbDeviceFilter[] {
  if (filters.length === 0) return [...allFilters]
  return filters.flatMap(({ usbVendorId, usbProductId }) => {
    if (usbVendorId === undefined) return []
    const fits = ({ vendorId, productId }: UsbDeviceFilter) =>
      vendorId === usbVendorId && (usbProductId === undefined || productId === usbProductId)
    const ofClass = {
      vendorId: usbVendorId,
      ...(usbProductId !== undefined && { productId: usbProductId }),
    }
    return [...allFilters.filter(fits), classFilter(ofClass)]
  })
}

function filterOf(ids: string): UsbDeviceFilter {
  const [vendorId, productId] = ids.split(':').map((digits) => parseInt(digits, 16))
  return { vendorId, productId }
}

function classFilter(ids: UsbDeviceFilter): UsbDeviceFilter {
  const { class: classCode, abstractControl: subclassCode } = communicationsClass
  return { ...ids, classCode, subclassCode }
}
