/** Lines that are kept, and those that are not. */
import { beforeEach, expect, it, vi } from 'vitest'
import { mayHoldSecret } from '../../../src/state/secret-line'
import { TypedLines } from '../../../src/state/typed-lines.svelte'

const stored = new Map<string, string>()
beforeEach(() => {
  stored.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  })
})

it.each([
  "wlan.connect('Home', 'correct horse')",
  'wlan.connect(name, word)',
  "ap.config(essid='x', password='y')",
  "pw = 'x'",
  "WIFI_PASS = 'x'",
  "api_key='x'",
  "headers = {'Authorization': 'Bearer x'}",
  "token='x'",
  'x = "0123456789abcdef0123"',
  "Passwort = 'x'",
  "mot_de_passe = 'x'",
  "do_connect('home','hunter22')",
  "wifi_connect('home','hunter22')",
  'wifi_connect(name, word)',
  "wlan . connect('home', word)",
  "c=w.connect;c('home','hunter22')",
  "w.connect(*('home','hunter22'))",
  "MQTTClient('id','host',0,'me','hunter22')",
  'MQTTClient("id", host, 0, me, word)',
  "get('http://me:hunter22@host/')",
  "p='hunter22'",
  "p = b'hunter22'",
  "home.x = ('hunter22')",
  "WIFI=('home','hunter22')",
  "WIFI=('home',",
  "  'hunter22')",
  "go('home', \"it's\")",
  "{'a': 'hunter22'}",
])('%s may hold a secret', (line) => expect(mayHoldSecret(line)).toBe(true))

it.each([
  'while True: pass',
  'from machine import Pin',
  'pin = Pin(2, Pin.OUT)',
  "open('main.py').read()",
  'import os; os.listdir()',
  'wlan.isconnected()',
  "print('hello')",
  "if name == 'x': go()",
  "os.remove('main.py')",
  'led.value(1)',
])('%s does not', (line) => expect(mayHoldSecret(line)).toBe(false))

it('the newest first, each once, over a reload, and bounded', () => {
  const lines = new TypedLines()
  for (let at = 0; at < 250; at++) lines.add(`x = ${at}`)
  lines.add('x = 240')
  lines.add("psk = 'x'")
  lines.add(`y = ${'1'.repeat(600)}`)
  expect(lines.lines).toHaveLength(200)
  expect(lines.lines.slice(0, 2)).toEqual(['x = 240', 'x = 249'])
  expect(new TypedLines().lines).toEqual(lines.lines)
})

it('can be forgotten, and brought back', () => {
  const lines = new TypedLines()
  lines.add('a')
  lines.add('b')
  const undo = lines.clear()
  expect([lines.lines, new TypedLines().lines, stored.size]).toEqual([[], [], 0])
  lines.add('c')
  undo()
  expect(new TypedLines().lines).toEqual(['c', 'b', 'a'])
})

it.each(['nonsense', '{}', '[1]', JSON.stringify(Array(5000).fill('x'))])(
  'nonsense in the storage is nothing: %.20s',
  (text) => {
    stored.set('portal-flasher.typed-lines', text)
    expect(new TypedLines().lines).toEqual([])
  },
)

it('live as long as the page where storage is forbidden', () => {
  vi.stubGlobal('localStorage', undefined)
  const lines = new TypedLines()
  lines.add('a')
  lines.add('b')
  expect(lines.lines).toEqual(['b', 'a'])
})
