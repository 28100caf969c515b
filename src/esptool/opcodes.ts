/**
 * Command numbers that we send ourselves, and what the stub's status bytes mean.
 * https://docs.espressif.com/projects/esptool/en/latest/esp8266/advanced-topics/serial-protocol.html
 */
import { hex } from '../bytes/hex'

export const opcode = {
  flashBegin: 0x02,
  readReg: 0x0a,
  changeBaudrate: 0x0f,
  flashMd5: 0x13,
  eraseFlash: 0xd0,
  eraseRegion: 0xd1,
  readFlash: 0xd2,
} as const

/** As the protocol's description calls them. */
export const commandNames: Record<number, string> = {
  0x02: 'FLASH_BEGIN',
  0x03: 'FLASH_DATA',
  0x04: 'FLASH_END',
  0x05: 'MEM_BEGIN',
  0x06: 'MEM_END',
  0x07: 'MEM_DATA',
  0x08: 'SYNC',
  0x09: 'WRITE_REG',
  0x0a: 'READ_REG',
  0x0b: 'SPI_SET_PARAMS',
  0x0f: 'CHANGE_BAUDRATE',
  0x10: 'FLASH_DEFL_BEGIN',
  0x11: 'FLASH_DEFL_DATA',
  0x12: 'FLASH_DEFL_END',
  0x13: 'SPI_FLASH_MD5',
  0xd0: 'ERASE_FLASH',
  0xd1: 'ERASE_REGION',
  0xd2: 'READ_FLASH',
}

const meanings: Record<number, string> = {
  0x05: 'invalid message',
  0x06: 'failed to act',
  0x07: 'wrong checksum',
  0xc0: 'bad data length',
  0xc1: 'wrong checksum',
  0xc2: 'bad block size',
  0xc3: 'invalid command',
  0xc4: 'flash operation failed',
  0xc5: 'flash is locked',
  0xc6: 'not in flash mode',
  0xc7: 'damaged deflate data',
  0xc8: 'not enough data',
  0xc9: 'too much data',
}

/** The ROM says 01 and its error, the stub its error and 00. Empty if the command went well. */
export function describeStatus([first = 0, second = 0]: Iterable<number>): string {
  if (first === 0) return ''
  const error = first === 1 ? second : first
  return `${hex(error, 2)} ${meanings[error] ?? 'unknown error'}`
}
