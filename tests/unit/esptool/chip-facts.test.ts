import { expect, it } from 'vitest'
import { baudRatesToTry, nextLowerBaudRate } from '../../../src/esptool/baud-ladder'
import { chipName, crystalMhz, macAddress, type EfuseWords } from '../../../src/esptool/efuses'
import {
  flashManufacturerName,
  flashSizeBytes,
  isFlashPresent,
  parseFlashId,
} from '../../../src/esptool/flash-id'
import type { BoardIdentity } from '../../../src/esptool/identity'
import { flashIdWords } from '../../../src/ui/board/flash-words'
import { romExchange } from '../../support/golden'

/** The value field of a recorded answer. */
const value = (name: string) => Buffer.from(romExchange(name).response, 'hex').readUInt32LE(1 + 4)

const recorded: EfuseWords = [
  value('READ_REG efuse 0x3ff00050'),
  value('READ_REG efuse 0x3ff00054'),
  value('READ_REG efuse 0x3ff00058'),
  value('READ_REG efuse 0x3ff0005c'),
]

it('reads chip and MAC from the recorded efuses', () => {
  expect(macAddress(recorded)).toBe('18:fe:34:42:44:42')
  expect(chipName(recorded)).toBe('ESP8266EX')
})

it.each([
  [[0x11000000, 0x0001_2233, 0, 0], 'ac:d0:74:22:33:11'],
  [[0x11000000, 0x0000_2233, 0, 0x005ccf7f], '5c:cf:7f:22:33:11'],
  [[0x11000000, 0x0002_2233, 0, 0], '00:00:00:22:33:11'],
] satisfies [EfuseWords, string][])('knows where the vendor of a MAC stands: %j', (words, mac) => {
  expect(macAddress(words)).toBe(mac)
})

// Bits as in esptool's targets/esp8266.py: 4 and 80 mark an ESP8285, 5 the hot one, 121–123 its flash.
it.each([
  [[1 << 4, 0, 0, 0], 'ESP8285N08'],
  [[(1 << 4) | (1 << 5), 0, 0, 0], 'ESP8285H08'],
  [[1 << 4, 0, 0, 1 << 26], 'ESP8285N16'],
  [[0, 0, 1 << 16, 1 << 25], 'ESP8285N16'],
  [[0, 0, 1 << 16, 0], 'ESP8285'],
] satisfies [EfuseWords, string][])('names an ESP8285 from %j', (words, name) => {
  expect(chipName(words)).toBe(name)
})

it('takes the crystal from the divider: 40 MHz in the recording, 26 on most boards', () => {
  expect(crystalMhz(115_200, value('READ_REG UART CLKDIV 0x60000014'))).toBe(40)
  expect(crystalMhz(115_200, 451)).toBe(26)
})

it.each([
  [0x1640c8, 4 * 2 ** 20], // GD25Q32
  [0x1440ef, 2 ** 20], // W25Q80
  [0x1340c8, 2 ** 19], // GD25Q40
  [0x146085, 2 ** 20], // PUYA P25Q80
  [0x18609d, 2 ** 24], // IS25LP128
  [0x20ba20, 2 ** 26], // N25Q512
  [0x3625c2, 4 * 2 ** 20], // MX25U3235: counts from 0x32
])('knows the size of the flash %x', (word, sizeBytes) => {
  expect(flashSizeBytes(parseFlashId(word))).toBe(sizeBytes)
})

it('does not take silence for a flash, nor an unknown code for a size', () => {
  expect([0, 0xffffff].map((word) => isFlashPresent(parseFlashId(word)))).toEqual([false, false])
  expect(flashSizeBytes(parseFlashId(0x0140c8))).toBeUndefined()
  expect(parseFlashId(0x1640c8)).toEqual({ manufacturer: 0xc8, device: 0x4016 })
})

it.each([
  [921_600, [921_600, 460_800, 230_400, 115_200]],
  [460_800, [460_800, 230_400, 115_200]],
  [115_200, [115_200]],
  [9_600, [115_200]],
])('the ladder from %d baud is %j', (maxBaud, rungs) => {
  expect(baudRatesToTry(maxBaud)).toEqual(rungs)
})

it('steps down the ladder to its end', () => {
  expect([921_600, 460_800, 230_400, 115_200].map(nextLowerBaudRate)).toEqual([
    460_800, 230_400, 115_200, 115_200,
  ])
})

/** Fault of 0.1.0: two tables of flash makers; 0x20 was XMC in one and Micron or XMC in the other. */
it('names each maker of a flash chip alike wherever it is shown', () => {
  for (let maker = 0; maker < 256; maker++) {
    const board = { flashManufacturer: maker, flashDevice: 0x4016 } as BoardIdentity
    const name = flashManufacturerName(maker)
    const words = flashIdWords(board)
    expect(words.includes(', ')).toBe(name !== undefined)
    if (name !== undefined) expect(words).toMatch(new RegExp(`, ${name}$`))
  }
  expect(flashManufacturerName(0x20)).toBe('Micron or XMC')
})
