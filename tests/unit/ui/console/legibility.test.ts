/** Garbage of a wrong baud rate is told, a boot's is not, and text takes it back. */
import { expect, test } from 'vitest'
import { Legibility } from '../../../../src/ui/console/legibility'
import { resample } from '../../../../src/virtual-board/usb/wrong-baud'
import { randomFrom } from '../../../support/random'
import { encode } from '../../../support/bytes'

const text = encode('MicroPython v1.27.0 on 2025-12-09; ESP module with ESP8266\r\n'.repeat(100))

function watched() {
  const told: boolean[] = []
  return { told, legibility: new Legibility((garbled) => told.push(garbled)) }
}

function pushAll(legibility: Legibility, bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 64) legibility.push(bytes.subarray(at, at + 64))
}

test.each([9_600, 57_600, 74_880, 230_400])('text at %i baud, received at 115,200', (baudRate) => {
  const { told, legibility } = watched()
  for (let count = 0; count < 5; count++) pushAll(legibility, resample(text, baudRate, 115_200))
  expect(told).toEqual([true])
  for (let count = 0; count < 2; count++) pushAll(legibility, text)
  expect(told).toEqual([true, false])
})

test('text in other scripts is text', () => {
  const { told, legibility } = watched()
  legibility.push(new Uint8Array())
  for (const line of ['Подключено к сети «Дом»', 'ネットワークに接続しました', '已连接']) {
    for (let count = 0; count < 200; count++) legibility.push(encode(`${line}\r\n`))
  }
  expect(told).toEqual([])
})

test('1 MB of noise is reported once', () => {
  const { below } = randomFrom(1)
  const { told, legibility } = watched()
  pushAll(
    legibility,
    Uint8Array.from({ length: 1024 * 1024 }, () => below(256)),
  )
  expect(told).toEqual([true])
})

test('many boots in a row may look like noise, until the next lines', () => {
  const { told, legibility } = watched()
  for (let boot = 0; boot < 5; boot++) {
    pushAll(legibility, resample(text.slice(0, 600), 74_880, 115_200))
  }
  expect(told).toEqual([true])
  pushAll(legibility, text.slice(0, 600))
  expect(told).toEqual([true, false])
})

test('the output of the boot ROM at 74,880 baud, before text, is not reported', () => {
  const { told, legibility } = watched()
  pushAll(legibility, resample(text.slice(0, 600), 74_880, 115_200))
  pushAll(legibility, text)
  expect(told).toEqual([])
})
