/**
 * What a port's USB bridge can do beyond 460,800 baud, as far as its ids tell, and what a driver of our own knows of
 * the rate that really comes out. Over Web Serial the operating system's driver decides and says nothing.
 *
 * Sources: AN205 (CP2102: one of a list below 1 Mbaud), FT232R data sheet (3 Mbaud divided by eighths),
 * drivers/usb/serial/{ch341,pl2303}.c of Linux 6.12, and for the CH340 espressif/esptool #435: 1,000,000 works where
 * 921,600 does not. It divides 12 MHz, and drivers older than Linux 5.5 make 857,143 of 921,600.
 */
import { bridges, idsOf, type BridgeFamily } from './usb-bridges'

/** What a port over a driver of our own tells beyond Web Serial. */
export interface RateAware {
  /** The rate in baud that asking for `baudRate` brings; undefined where the chip does not tell, or while closed. */
  rateOf(baudRate: number): number | undefined
  /** Version of the chip, and its serial number where it has one. */
  readonly unit: string
}

/** From high to low, in baud. A port that is nothing known gets those of a CDC-ACM device. */
const fast: Record<BridgeFamily, readonly number[]> = {
  ch341: [1_000_000],
  cp210x: [1_500_000, 921_600],
  ftdi: [1_500_000, 921_600],
  pl2303: [921_600],
  cdcAcm: [921_600],
}
/** Without a driver that knows better, a CP210x may be a CP2102, which ends at 1 Mbaud. */
const mostOfUnknownCp210x = 921_600

export function fastRatesOf(port: SerialPort): readonly number[] {
  const family = familyOfPort(port)
  const rates = fast[family ?? 'cdcAcm']
  if (family !== 'cp210x' || isRateAware(port)) return rates
  return rates.filter((rate) => rate <= mostOfUnknownCp210x)
}

/** As `RateAware.rateOf`; undefined for a port that cannot tell. */
export const realRateOf = (port: SerialPort, baudRate: number): number | undefined =>
  isRateAware(port) ? port.rateOf(baudRate) : undefined

/** The same for the same bridge, as far as the browser shows; undefined for a port without USB ids. */
export function bridgeKeyOf(port: SerialPort): string | undefined {
  const { usbVendorId, usbProductId } = port.getInfo()
  if (usbVendorId === undefined) return undefined
  const ids = idsOf(usbVendorId, usbProductId ?? 0)
  return isRateAware(port) ? `${ids} ${port.unit}` : ids
}

function familyOfPort(port: SerialPort): BridgeFamily | undefined {
  const { usbVendorId, usbProductId } = port.getInfo()
  if (usbVendorId === undefined) return undefined
  const ids = idsOf(usbVendorId, usbProductId ?? 0)
  return families.find((family) => ids in bridges[family])
}

const families = Object.keys(bridges) as BridgeFamily[]

export const isRateAware = (port: SerialPort): port is SerialPort & RateAware => 'rateOf' in port
