/**
 * How the boot ROM loads an image: it reads the flash in chunks of 16 bytes and prints for each segment how much
 * of the last chunk was left.
 * Format: https://docs.espressif.com/projects/esptool/en/latest/esp8266/advanced-topics/firmware-image-format.html
 */
import { hex } from './hex'
import { u32 } from './loader-frames'

const chunkBytes = 16
const headerBytes = 8
const nothingBootable = 'ets_main.c '

export interface RomBoot {
  /** What the ROM prints. */
  log: string
  /** Whether it jumps into the image. */
  bootable: boolean
}

/** @param flash contents of the chip */
export function loadImage(flash: Uint8Array): RomBoot {
  const segments = flash[1] ?? 0
  if (flash[0] !== 0xe9 || segments === 0 || segments > 16) return refused('')
  let log = ''
  let at = headerBytes
  let checksum = 0xef
  for (let index = 0; index < segments; index++) {
    const length = u32(flash, at + 4)
    const start = at + headerBytes
    if (start + length > flash.length) return refused(log)
    if (index > 0) log += splitHeader(at)
    const room = index === 0 ? chunkBytes : left(start)
    checksum = flash.subarray(start, start + length).reduce((sum, byte) => sum ^ byte, checksum)
    log += segmentLog(u32(flash, at), length, room, checksum)
    at = start + length
  }
  log += `csum 0x${hex(checksum)}\r\n`
  return flash[at | 0x0f] === checksum ? { log, bootable: true } : refused(`${log}csum err\r\n`)
}

/** Bytes of the 16-byte chunk that are left at `at`. */
const left = (at: number): number => (chunkBytes - (at % chunkBytes)) % chunkBytes

function segmentLog(address: number, length: number, room: number, checksum: number): string {
  const tail = (((length - room) % chunkBytes) + chunkBytes) % chunkBytes
  return `load 0x${hex(address, 8)}, len ${length}, room ${room} \r\ntail ${tail}\r\nchksum 0x${hex(checksum)}\r\n`
}

/** A segment header that does not fit into what is left of the chunk gets a line of its own. */
function splitHeader(at: number): string {
  const room = left(at)
  return room > 0 && room < headerBytes ? `ho 0 tail ${chunkBytes - room} room ${room}\r\n` : ''
}

const refused = (log: string): RomBoot => ({ log: log + nothingBootable, bootable: false })
