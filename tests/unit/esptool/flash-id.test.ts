/** What ids of flash chips say, also those that do not follow the convention. */
import { expect, it } from 'vitest'
import { flashSizeBytes, isFlashPresent, parseFlashId } from '../../../src/esptool/flash-id'

const kib = 1024
const sizeOf = (word: number) => flashSizeBytes(parseFlashId(word))

// Maker in the lowest byte, as the chip sends it first. Datasheets: "Manufacturer and Device ID".
it.each([
  [0x01841f, 512 * kib, 'AT25SF041'],
  [0x01851f, 1024 * kib, 'AT25SF081'],
  [0x01861f, 2048 * kib, 'AT25SF161'],
  [0x01871f, 4096 * kib, 'AT25SF321'],
  [0x01891f, 16384 * kib, 'AT25SF128A'],
  [0x00431f, 256 * kib, 'AT25DF021A'],
  [0x02441f, 512 * kib, 'AT25DF041B'],
  [0x02451f, 1024 * kib, 'AT25DF081A'],
  [0x02461f, 2048 * kib, 'AT25DF161'],
  [0x00471f, 4096 * kib, 'AT25DF321'],
  [0x00481f, 8192 * kib, 'AT25DF641'],
  [0x17321f, 8192 * kib, 'AT25SF641, by the usual code'],
  [0x16421f, 4096 * kib, 'AT25SL321, by the usual code'],
])('the size of an Adesto flash is in its first byte: %x has %d bytes (%s)', (word, sizeBytes) => {
  expect(sizeOf(word)).toBe(sizeBytes)
  expect(isFlashPresent(parseFlashId(word))).toBe(true)
})

it('other makers and other families with such codes are not guessed', () => {
  // AT25F512B, whose density code counts from another origin; a GigaDevice; densities that no chip has.
  const words = [0x00651f, 0x0184c8, 0x01801f, 0x019f1f, 0x014a1f]
  expect(words.map(sizeOf)).toEqual(words.map(() => undefined))
})

it("every code of esptool's DETECTED_FLASH_SIZES has its size", () => {
  for (let code = 0x12; code <= 0x1c; code++) expect(sizeOf((code << 16) | 0x40c8)).toBe(2 ** code)
  const [first, last] = [0x32, 0x3a]
  for (let code = first; code <= last; code++) {
    expect(sizeOf((code << 16) | 0x25c2)).toBe(2 ** (code - 0x20))
  }
  expect([0x20, 0x21, 0x22].map((code) => sizeOf((code << 16) | 0xba20))).toEqual([
    2 ** 26,
    2 ** 27,
    2 ** 28,
  ])
})

it.each([0x000000, 0xffffff, 0x1600ff, 0x164000, 0xffffc8, 0x0000ef])(
  'no flash chip answers with %x',
  (word) => expect(isFlashPresent(parseFlashId(word))).toBe(false),
)
