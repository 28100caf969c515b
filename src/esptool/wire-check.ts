/**
 * Does the wire carry known blocks both ways at its present rate? A register or two come through where a block does
 * not: a receiver that is a little off, or too slow, loses bytes only in a long burst. Nothing on the board changes.
 */
import { md5Hex } from '../bytes/digest'
import { toHex } from '../bytes/hex'
import { words, type Esp8266Loader } from './esp8266-loader'
import { opcode } from './opcodes'
import { isFinal } from './translate-error'

/** No command of ROM or stub: refused once all of it has arrived, counted by the stub. */
const unknownCommand = 0x77
const refusedUnknown = 0xc3
/** Each bit that flips in an escape of SLIP makes the block longer, shorter or no block; but for one in sixteen. */
const escapedBytes = Array.from({ length: 768 }, (_, index) => (index % 2 === 0 ? 0xc0 : 0xdb))
const hardPatterns = [0x00, 0xff, 0x55, 0xaa, 0x01, 0x80, 0x7f, 0xfe]
const plainBytes = Array.from({ length: 1024 }, (_, index) => hardPatterns[(index >> 2) & 7] ?? 0)
const upwards = Uint8Array.from([...plainBytes, ...escapedBytes])

const downBytes = 4096
const timeoutMs = 400

export async function carriesBlocks(loader: Esp8266Loader): Promise<boolean> {
  try {
    return (await carriesUp(loader)) && (await carriesDown(loader))
  } catch (error) {
    if (isFinal(error)) throw error
    return false
  }
}

async function carriesUp(loader: Esp8266Loader): Promise<boolean> {
  const [, status] = await loader.command(unknownCommand, upwards, 0, true, timeoutMs)
  return status[0] === refusedUnknown
}

/** A piece of flash, and the digest that the stub has made of it. */
async function carriesDown(loader: Esp8266Loader): Promise<boolean> {
  const request = words(0, downBytes, downBytes, 1)
  await loader.checkCommand('read the flash', opcode.readFlash, request, 0, 0, timeoutMs)
  const packet = await loader.wire.read(timeoutMs)
  await loader.wire.write(words(packet.length))
  const digest = await loader.wire.read(timeoutMs)
  return packet.length === downBytes && toHex(digest) === md5Hex(packet)
}
