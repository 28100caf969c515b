/**
 * Espressif's SDK between the ROM and MicroPython: it writes its RF data where the header's flash size
 * puts the end of the flash, checks it, and stops if header and chip disagree.
 * Texts: tests/golden/boot-logs.json; MicroPython up to 1.12 carries another SDK than later ones.
 */
import type { BootImage } from './boot-image'
import type { NorFlash } from './nor-flash'

const rfDataFromEnd = 0x4000
const rfCalibrationFromEnd = 0x5000
const rfDataMark = 0x05

const usesOldSdk = ({ version }: BootImage): boolean =>
  !!version && version[0] === 1 && version[1] <= 12

/** Runs the SDK's first steps on the flash; gives what it prints. */
export function initialize(flash: NorFlash, image: BootImage): string {
  const log = writeRfData(flash, image)
  if (!usesOldSdk(image)) return log
  const first = !flash.quadEnabled
  flash.quadEnabled = true
  if (!first) return `${log}GD25Q32C Alrady Qio Mode\r\n`
  return `${log}system param error, use last saved param!\r\nRD DATA:0X0\r\nGD25Q32C Config Qio Mode OK\r\n`
}

/** Why the SDK gives up, as it prints it; undefined if header and chip agree. */
export function rfCalibrationError(flash: NorFlash, image: BootImage): string | undefined {
  if (image.headerSizeBytes === flash.sizeBytes) return undefined
  // Beyond the end of the chip the address wraps.
  const at = (image.headerSizeBytes - rfCalibrationFromEnd) % flash.sizeBytes
  const found = (flash.bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0')
  return `rf_cal[0] !=0x05,is 0x${found}\r\n`
}

/** The lines between "Writing init data" and MicroPython. */
export function sdkLog(image: BootImage, mac: Uint8Array): string {
  const rfSector = (image.headerSizeBytes - rfCalibrationFromEnd) / 4096
  return [
    `rf cal sector: ${rfSector}`,
    'freq trace enable 0',
    'rf[112] : 00',
    'rf[113] : 00',
    'rf[114] : 01',
    '',
    'SDK ver: 2.2.0-dev(9422289) compiled @ Nov  3 2017 19:40:08',
    'phy ver: 1136_0, pp ver: 10.2',
    '',
    `mode : softAP(${accessPointMac(mac)})`,
    'add if1',
    'dhcp server start:(ip:192.168.4.1,mask:255.255.255.0,gw:192.168.4.1)',
    'bcn 100',
    'force slp enable,type: 2',
    '',
  ].join('\r\n')
}

function writeRfData(flash: NorFlash, image: BootImage): string {
  const at = (image.headerSizeBytes - rfDataFromEnd) % flash.sizeBytes
  if (flash.bytes[at] === rfDataMark) return ''
  flash.eraseSectors(at, 4096)
  flash.program(at, Uint8Array.of(rfDataMark, ...new Uint8Array(127)))
  return 'Writing init data\r\n'
}

/** The access point's address: that of the station with the "locally administered" bit. */
function accessPointMac(mac: Uint8Array): string {
  return Array.from(mac, (byte, i) => (i === 0 ? byte | 0x02 : byte))
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(':')
}
