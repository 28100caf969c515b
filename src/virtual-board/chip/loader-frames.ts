/**
 * Layout of requests and responses of Espressif's serial protocol, as ROM and stub share it
 * (https://docs.espressif.com/projects/esptool/en/latest/esp8266/advanced-topics/serial-protocol.html).
 * What a command does is in rom-loader.ts and stub-commands.ts.
 */

export const opcodes = {
  flashBegin: 0x02,
  flashData: 0x03,
  flashEnd: 0x04,
  memBegin: 0x05,
  memEnd: 0x06,
  memData: 0x07,
  sync: 0x08,
  writeReg: 0x09,
  readReg: 0x0a,
  spiSetParams: 0x0b,
  spiAttach: 0x0d,
  changeBaudRate: 0x0f,
  flashDeflBegin: 0x10,
  flashDeflData: 0x11,
  flashDeflEnd: 0x12,
  flashMd5: 0x13,
  getSecurityInfo: 0x14,
  eraseFlash: 0xd0,
  eraseRegion: 0xd1,
  readFlash: 0xd2,
  runUserCode: 0xd3,
} as const

/** Commands that carry a block and whose answer is therefore an acknowledgement. */
export const blockCommands: readonly number[] = [
  opcodes.flashData,
  opcodes.memData,
  opcodes.flashDeflData,
]

/** Little-endian; bytes beyond the end read as 0. */
export function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
}

/** Little-endian; bytes beyond the end read as 0. */
export function u32(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0
}

/** Response: direction 1, opcode, u16 length, u32 value, data, two status bytes. */
export function response(
  opcode: number,
  value: number,
  status: readonly [number, number],
  data: Uint8Array = new Uint8Array(),
): Uint8Array {
  const bytes = new Uint8Array(10 + data.length)
  const view = new DataView(bytes.buffer)
  bytes[0] = 1
  bytes[1] = opcode
  view.setUint16(2, data.length + 2, true)
  view.setUint32(4, value >>> 0, true)
  bytes.set(data, 8)
  bytes.set(status, 8 + data.length)
  return bytes
}

/** Checksum of a data block: XOR of its bytes, seed 0xEF. */
export function blockChecksum(data: Uint8Array, seed = 0xef): number {
  return data.reduce((sum, byte) => sum ^ byte, seed)
}
