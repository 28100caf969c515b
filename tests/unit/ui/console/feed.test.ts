/** Floods cost neither memory nor order. */
import { expect, test } from 'vitest'
import { heldBytes } from '../../../support/leaks'
import { Feed } from '../../../../src/ui/console/feed'
import { decode, encode } from '../../../support/bytes'

/** A screen that draws when it is told to. */
function slowScreen(limitBytes?: number) {
  const drawn: Uint8Array[] = []
  const waiting: (() => void)[] = []
  const feed = new Feed((bytes, done) => {
    drawn.push(bytes)
    waiting.push(done)
  }, limitBytes)
  const drawAll = () => {
    while (waiting.length > 0) waiting.shift()!()
  }
  const text = () => decode(Uint8Array.from(drawn.flatMap((piece) => [...piece])))
  return { feed, drawn, waiting, drawAll, text }
}

test('bytes are drawn in order', () => {
  const { feed, drawAll, text } = slowScreen()
  for (const word of ['MicroPython ', 'v1.27.0 ', 'on ESP8266']) feed.push(encode(word))
  drawAll()
  expect(text()).toBe('MicroPython v1.27.0 on ESP8266')
})

test('the next piece waits until the last one is drawn', () => {
  const { feed, drawn, waiting } = slowScreen()
  feed.push(encode('one'))
  feed.push(encode('two'))
  expect(drawn).toHaveLength(1)
  waiting.shift()!()
  expect(drawn).toHaveLength(2)
})

test('no piece is larger than 8 KiB, however much comes at once', () => {
  const { feed, drawn, drawAll } = slowScreen()
  feed.push(new Uint8Array(100_000))
  drawAll()
  expect(Math.max(...drawn.map((piece) => piece.length))).toBe(8192)
  expect(drawn.reduce((sum, piece) => sum + piece.length, 0)).toBe(100_000)
})

test('50 MB on a screen that stands still keep half a megabyte, and say what is missing', () => {
  const { feed, drawn, drawAll, text } = slowScreen()
  const megabyte = new Uint8Array(1024 * 1024).fill(0x2e)
  for (let count = 0; count < 50; count++) feed.push(megabyte)
  feed.push(encode('the end'))
  drawAll()
  const sizeBytes = drawn.reduce((sum, piece) => sum + piece.length, 0)
  expect(sizeBytes).toBeLessThan(540_000)
  expect(text()).toMatch(/… \d{5} KB too fast to show …/)
  expect(text().endsWith('the end')).toBe(true)
})

test('2 MB in crumbs of 1 byte keep no more memory than 2 MB in one', () => {
  const { feed, drawn, drawAll } = slowScreen()
  const crumb = encode('.')
  const before = heldBytes()
  for (let count = 0; count < 2 * 1024 * 1024; count++) feed.push(crumb)
  expect(heldBytes() - before).toBeLessThan(1024 * 1024)
  drawAll()
  expect(drawn.length).toBeLessThan(70)
})

test('what arrived last stays when something must go', () => {
  const { feed, drawAll, text } = slowScreen(10 * 1024)
  feed.push(encode('drawn'))
  feed.push(encode('old '.repeat(2048)))
  feed.push(encode('new '.repeat(2048)))
  drawAll()
  expect(text()).toContain('drawn')
  expect(text()).not.toContain('old')
  expect(text()).toContain('new '.repeat(2048))
})

test('clear forgets what was not drawn yet', () => {
  const { feed, drawAll, text } = slowScreen()
  feed.push(encode('first'))
  feed.push(encode('second'))
  feed.clear()
  drawAll()
  expect(text()).toBe('first')
})

test('the caller may reuse its buffer', () => {
  const { feed, drawAll, text } = slowScreen()
  const buffer = encode('abc')
  feed.push(encode('x'))
  feed.push(buffer)
  buffer.fill(0x21)
  drawAll()
  expect(text()).toBe('xabc')
})
