/** Firmware that came compressed to the page, on the virtual board: what goes over the wire, and arrives. */
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { offerCompressed } from '../../src/esptool/open-bootloader'
import { patchableBytes, patchableStream } from '../../src/esptool/deflate/patchable-stream'
import { placeFor } from '../../src/provision/plan/board-image'
import { paddedFirmware } from '../../src/provision/plan/erase-blocks'
import { trafficOf } from '../../src/serial/traffic'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { filesOn, inFakeTime, installOn, portal } from '../support/one-pass'
import { smallImage } from '../support/synthetic-image'
import { useFakeTime } from '../support/fake-time'

let board: VirtualBoard
useFakeTime(() => board.dispose())

const mib = 1024 * 1024
/** Larger than a block of the wire, and of another content in each test: what was offered stays known. */
const imageOf = (text: string) =>
  smallImage({
    sizeBytes: 0x9000 + 120_000,
    text: `${text}; MicroPython v1.23.0 on 2024-06-02\0ESP module with ESP8266\0`,
  })

function streamFor(image: Uint8Array) {
  const place = placeFor({ variant: 'GENERIC', usesLittlefs: true }, 4 * mib)
  const content = paddedFirmware(image, place?.offset)
  // Not compressed at all: how much goes over the wire shows whose work it is.
  const rest = deflateRawSync(content.subarray(patchableBytes), { level: 0 })
  return { content, stream: patchableStream(content, rest) }
}

describe.each([
  ['4 MB', 4 * mib, 'keep', [0, 0x40]],
  ['2 MB and DIO', 2 * mib, 'dio', [2, 0x30]],
] as const)('on a board with %s', (_, flashSizeBytes, flashMode, header) => {
  it.each([false, true])(
    'arrives with its own header (chip erased before: %s)',
    async (eraseAll) => {
      board = createVirtualBoard({ flashSizeBytes })
      const image = imageOf(`${flashMode} ${eraseAll}`)
      const offered = streamFor(image)
      await offerCompressed(offered)
      const change = { firmware: image, flashMode, eraseAll }
      await inFakeTime(() => installOn(board, { change }))
      expect(trafficOf(board.port).totals.out).toBeGreaterThan(offered.stream.length)
      const expected = offered.content.slice()
      expected.set(header, 2)
      expect(Buffer.compare(board.flash.read(0, expected.length), expected)).toBe(0)
      const files = filesOn(board, mib, (flashSizeBytes - mib - 20 * 1024) / 4096)
      for (const { path, bytes } of portal) expect(files.get(path)).toEqual({ type: 'file', bytes })
    },
  )
})

it('is compressed by the page for the attempt after one that has failed', async () => {
  board = createVirtualBoard()
  const image = imageOf('failed once')
  const offered = streamFor(image)
  await offerCompressed(offered)
  board.faults.corruptByte(40_000, 'toChip')
  await inFakeTime(() => installOn(board, { change: { firmware: image } }))
  expect(trafficOf(board.port).totals.out).toBeLessThan(offered.stream.length)
  const expected = offered.content.slice()
  expected[3] = 0x40
  expect(Buffer.compare(board.flash.read(0, expected.length), expected)).toBe(0)
})

it('that differs from what came is compressed by the page', async () => {
  board = createVirtualBoard()
  const image = imageOf('other')
  await offerCompressed(streamFor(imageOf('offered')))
  await inFakeTime(() => installOn(board, { change: { firmware: image } }))
  const expected = image.slice()
  expected[3] = 0x40
  expect(Buffer.compare(board.flash.read(0, expected.length), expected)).toBe(0)
  expect(trafficOf(board.port).totals.out).toBeLessThan(image.length / 2)
})
