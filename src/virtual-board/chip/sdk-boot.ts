/**
 * What runs between the ROM and MicroPython: MicroPython's `firmware_start` (ports/esp8266/
 * esp_init_data.c), then Espressif's SDK, which checks the RF data at the end of the flash, by the size in the
 * image's header, and stops if they are not there.
 * Texts: tests/golden/boot-logs.json; MicroPython up to 1.12 carries another SDK than later ones.
 */
import type { BootImage } from './boot-image'
import { hex } from './hex'
import type { NorFlash } from './nor-flash'
import type { FlashMemory } from './program'
import { isValidRfData, isErased, rfInitData } from './rf-init-data'

const rfDataFromEnd = 0x4000
const rfCalibrationFromEnd = 0x5000
/**
 * The size in the ROM's flash table. `firmware_start` runs before the SDK reads the header, so it puts
 * the RF data there on every chip; a smaller chip ignores the upper address bits.
 */
const romFlashBytes = 0x400000

const usesOldSdk = ({ version }: BootImage): boolean =>
  !!version && version[0] === 1 && version[1] <= 12

/** `firmware_start` and the SDK's first access to the flash; returns what they print. */
export function firmwareStart(chip: NorFlash, flash: FlashMemory, image: BootImage): string {
  const log = writeRfData(flash)
  if (!usesOldSdk(image)) return log
  const first = !chip.quadEnabled
  chip.quadEnabled = true
  if (!first) return `${log}GD25Q32C Alrady Qio Mode\r\n`
  return `${log}system param error, use last saved param!\r\nRD DATA:0X0\r\nGD25Q32C Config Qio Mode OK\r\n`
}

/** The SDK's error, as it prints it; undefined if the RF data are where the header's size puts them. */
export function rfDataError(flash: FlashMemory, image: BootImage): string | undefined {
  const found = flash.read(image.headerSizeBytes - rfDataFromEnd, rfInitData.length)
  if (isValidRfData(found)) return undefined
  const mark = hex(found[0] ?? 0).toUpperCase()
  return `rf_cal[0] !=0x05,is 0x${mark}\r\n`
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

/** Only into erased flash, and without erasing: other bytes there stay. */
function writeRfData(flash: FlashMemory): string {
  const at = romFlashBytes - rfDataFromEnd
  if (!isErased(flash.read(at, rfInitData.length))) return ''
  flash.program(at, rfInitData)
  return 'Writing init data\r\n'
}

/** The access point's MAC address: that of the station with the "locally administered" bit. */
function accessPointMac(mac: Uint8Array): string {
  return Array.from(mac, (byte, i) => (i === 0 ? byte | 0x02 : byte))
    .map((byte) => hex(byte))
    .join(':')
}
