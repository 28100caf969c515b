/**
 * The recorded exchanges with ROM and stub, with the payloads that the recording left out put back:
 * the uploaded stub is esptool-js's, flash data are the patterns whose MD5 the recording names.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { deflateSync } from 'node:zlib'
import * as v from 'valibot'
import { encode, fromHex } from '../../../support/bytes'
import { romAndStub } from '../../../support/golden'

const stubSchema = v.object({ text: v.string(), data: v.string() })

export interface Exchange {
  name: string
  request: Uint8Array
  response: Uint8Array
}

const stubPath = createRequire(import.meta.url)
  .resolve('esptool-js')
  .replace(/index\.js$/, 'targets/stub_flasher/esp8266.json')
const stub = v.parse(stubSchema, JSON.parse(readFileSync(stubPath, 'utf8')))
const stubText = new Uint8Array(Buffer.from(stub.text, 'base64'))
const stubData = new Uint8Array(Buffer.from(stub.data, 'base64'))

/** What ROM FLASH_DATA wrote, and the stub afterwards: 00 01 02 … */
const counting = (length: number) => Uint8Array.from({ length }, (_, i) => i & 0xff)
/** 5000 bytes 00 07 0e …, 324 bytes as zlib. */
export const deflatedContent = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7) & 0xff)
const deflated = new Uint8Array(deflateSync(deflatedContent, { level: 9 }))
const notDeflate = new Uint8Array(200).fill(0xaa)

/** The left-out payloads, by the name and order in which they were sent. */
function* leftOut(): Generator<Uint8Array> {
  yield block(0x03, counting(1024), 0)
  yield block(0x03, counting(1024), 1, { wrongChecksum: true })
  yield block(0x07, stubText.subarray(0, 0x1800), 0)
  yield block(0x07, stubText.subarray(0x1800), 1)
  yield block(0x07, stubData, 0)
  yield block(0x11, deflated, 0)
  yield block(0x11, deflated, 1, { wrongChecksum: true })
  yield block(0x11, deflated, 1)
  yield block(0x11, notDeflate, 0)
  yield block(0x11, notDeflate, 1)
  yield block(0x03, counting(256), 0)
}

/** A block command, written out here by hand so that no encoder of the project is trusted. */
function block(
  opcode: number,
  data: Uint8Array,
  sequence: number,
  { wrongChecksum = false } = {},
): Uint8Array {
  let checksum = 0xef
  for (const byte of data) checksum ^= byte
  const length = data.length + 16
  const packet = [0, opcode, length & 0xff, length >> 8, checksum ^ Number(wrongChecksum), 0, 0, 0]
  packet.push(data.length & 0xff, data.length >> 8, 0, 0, sequence, 0, 0, 0, ...Array(8).fill(0))
  packet.push(...data)
  const escaped = packet.flatMap((byte) =>
    byte === 0xc0 ? [0xdb, 0xdc] : byte === 0xdb ? [0xdb, 0xdd] : [byte],
  )
  return Uint8Array.of(0xc0, ...escaped, 0xc0)
}

export function recordedExchanges(): Exchange[] {
  const payloads = leftOut()
  return romAndStub.flatMap(({ name, request, response, response_text }) => {
    if (request === undefined) return []
    const isLeftOut = request.startsWith('(payload of')
    const bytes = isLeftOut ? nextOf(payloads, request) : fromHex(request)
    const expected = response_text ? encode(response_text) : fromHex(response ?? '')
    return [{ name, request: bytes, response: expected }]
  })
}

/** The reconstruction must have the size that the recording names (header included, unescaped). */
function nextOf(payloads: Generator<Uint8Array>, note: string): Uint8Array {
  const bytes = payloads.next().value as Uint8Array
  const size = Number(/\d+/.exec(note)?.[0])
  const unescaped = bytes.length - bytes.filter((byte) => byte === 0xdb).length - 2 - 8
  if (unescaped !== size) throw new Error(`rebuilt ${unescaped} bytes instead of ${note}`)
  return bytes
}
