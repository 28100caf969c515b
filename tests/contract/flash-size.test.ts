/** Boards whose flash does not tell its size, tells another one than the preset, or tells nothing. */
import { afterEach, expect, it } from 'vitest'
import { openBootloader } from '../../src/esptool/open-bootloader'
import { help } from '../../src/help/words'
import { makeDemoImage } from '../../src/images/demo-image'
import { connectBoard } from '../../src/provision/connect-board'
import { checkChosenSize } from '../../src/provision/survey/flash-size-check'
import { md5Hex } from '../../src/bytes/digest'
import { prepareFirmware } from '../../src/provision/plan/prepare-firmware'
import { createVirtualBoard, type VirtualBoard } from '../../src/virtual-board/board'
import { failureText } from '../support/promises'
import { helpText } from '../support/help-text'
import { installOn, patterned, request } from '../support/one-pass'

const mib = 1024 * 1024
const unknownId = 0x0140c8

let board: VirtualBoard | undefined
afterEach(() => board?.dispose())

async function identityOf(flashSizeBytes: number, id?: number, chosenBytes?: number) {
  board = createVirtualBoard({ flashSizeBytes })
  if (id !== undefined) board.faults.flashId(id)
  const bootloader = await openBootloader(board.port, { flashSizeBytes: chosenBytes })
  await bootloader.close()
  return bootloader.identity
}

it('a flash with the id 0x01841f is connected to, with its 512 KB', async () => {
  const identity = await identityOf(mib / 2, 0x01841f, 4 * mib)
  expect(identity).toMatchObject({ flashManufacturer: 0x1f, flashSizeBytes: mib / 2 })
  expect(identity.flashSizeChosen).toBeUndefined()
})

it.each([0x000000, 0xffffff])('%x: no flash chip answers, whatever size was chosen', async (id) => {
  await expect(identityOf(4 * mib, id, 4 * mib)).rejects.toMatchObject({ code: 'flash-silent' })
  expect(board!.port.readable).toBeNull()
  const words = helpText(help['flash-silent'])
  for (const next of ['GPIO 6 to 11', '3.3 V', 'cable']) expect(words).toContain(next)
})

it('an unknown id is refused until somebody chooses a size, which then counts', async () => {
  await expect(identityOf(2 * mib, unknownId)).rejects.toMatchObject({ code: 'flash-size-unknown' })
  const identity = await identityOf(2 * mib, unknownId, 2 * mib)
  expect(identity).toMatchObject({ flashSizeBytes: 2 * mib, flashSizeChosen: true })
})

it('a chosen size is still there when the bootloader is opened again', async () => {
  board = createVirtualBoard({ flashSizeBytes: 2 * mib })
  board.faults.flashId(unknownId)
  const held = await connectBoard(board.port, { flashSizeBytes: 2 * mib })
  await held.release()
  const plan = await held.plan(request({ firmware: makeDemoImage(), portal: portalSettings }))
  expect(plan.found.flashSizeBytes).toBe(2 * mib)
  await held.release()
})

const portalSettings = { accessPointName: '', accessPointAddress: '', hostname: '' }

it('a chip of 32 MB is used up to the 16 that the ESP8266 can address', async () => {
  const identity = await identityOf(16 * mib, 0x1940ef)
  expect(identity.flashSizeBytes).toBe(16 * mib)
  expect(prepareFirmware(request(), identity).bytes[3]! >> 4).toBe(9)
})

it.each([
  [1, 4],
  [4, 1],
  [2, 16],
])(
  'a chip of %d MB with a preset for %d is refused before anything is written',
  async (has, says) => {
    board = createVirtualBoard({ flashSizeBytes: has * mib })
    const before = board.flash.bytes.slice()
    const change = { flashSizeBytes: says * mib }
    expect(await failureText(installOn(board, { change }))).toMatch(
      /preset says \d+ KB.*board has \d+ KB/,
    )
    expect(Buffer.compare(board.flash.bytes, before)).toBe(0)
  },
)

const chosen = (flashSizeBytes: number) => ({
  chip: 'ESP8266EX',
  mac: '',
  crystalMhz: 26,
  flashManufacturer: 0xc8,
  flashDevice: 0x4001,
  flashSizeBytes,
  flashSizeChosen: true as const,
})

/** A flash that begins anew behind its end. */
const wrapping = (content: Uint8Array) => ({
  md5: async (offset: number, size: number) => {
    const at = offset % content.length
    return md5Hex(content.subarray(at, at + size))
  },
})

it.each([
  [512, 4096],
  [1024, 2048],
  [1024, 16384],
  [4096, 8192],
])('a chip of %d KB that %d were chosen for is found out by its wrap-around', async (has, says) => {
  const flash = wrapping(patterned(has * 1024, 7))
  await expect(checkChosenSize(flash, chosen(says * 1024))).rejects.toMatchObject({
    code: 'flash-size-differs',
    message: expect.stringContaining(`it has ${has} KB`) as string,
  })
  await expect(checkChosenSize(flash, chosen(has * 1024))).resolves.toBeUndefined()
})

it('a blank flash gives no size; a size that the chip reports is used', async () => {
  const blank = wrapping(new Uint8Array(mib).fill(0xff))
  await expect(checkChosenSize(blank, chosen(4 * mib))).resolves.toBeUndefined()
  const told = { ...chosen(4 * mib), flashSizeChosen: undefined }
  await expect(checkChosenSize(wrapping(patterned(mib, 1)), told)).resolves.toBeUndefined()
})

it('a size larger than the chip reports is refused before anything is written', async () => {
  board = createVirtualBoard({ flashSizeBytes: mib })
  board.faults.flashId(unknownId)
  const held = await connectBoard(board.port, { flashSizeBytes: 4 * mib })
  await expect(held.plan(request())).rejects.toMatchObject({ code: 'flash-size-differs' })
  expect(board.flash.bytes.every((byte) => byte === 0xff)).toBe(true)
})
