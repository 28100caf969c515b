/** Board and surroundings on one console: neither cuts the other's lines. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { PortalConsole } from '../../../../src/cli/portal/portal-console'
import { decode, encode } from '../../../support/bytes'

let text: string
let console: PortalConsole
const print = (line: string) => console.print(encode(line))

beforeEach(() => {
  vi.useFakeTimers()
  text = ''
  console = new PortalConsole((bytes) => (text += decode(bytes)))
})
afterEach(() => void vi.useRealTimers())

it('messages are printed at once between lines', () => {
  print('one\r\n')
  console.tell('news')
  print('two\r\n')
  expect(text).toBe('one\r\n[portal] news\ntwo\r\n')
})

it('and waits for the end of a line that has begun', () => {
  print('HTTP Server ')
  console.tell('news')
  console.tell('more')
  expect(text).toBe('HTTP Server ')
  print('listening\r\nDNS')
  expect(text).toBe('HTTP Server listening\r\n[portal] news\n[portal] more\nDNS')
})

it('but not for a prompt', () => {
  print('>>> ')
  console.tell('news')
  vi.advanceTimersByTime(100)
  expect(text).toBe('>>> \n[portal] news\n')
})

it('nor for the end of a line that will not come, because the process ends', () => {
  print('HTTP ')
  console.tell('news')
  console.flush()
  console.flush()
  expect(text).toBe('HTTP \n[portal] news\n')
})
