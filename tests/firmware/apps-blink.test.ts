import { expect, it } from 'vitest'
import { appBoard, runApp } from './apps'
import { startBoard } from './board'

it('blink lights the inverted LED for a tenth of every second, prints it, and ends with the LED off', async () => {
  const board = await appBoard('blink')
  const { world } = board
  const lines = runApp(board, function* () {
    yield () => world.pinChanges.length >= 10
  })
  expect(lines).toContain("Connected to 'Home' with IP 192.168.1.23")
  const start = lines.indexOf("Starting the app 'blink'")
  expect(lines.slice(start, start + 5)).toEqual([
    "Starting the app 'blink'",
    'Blinking the LED on GPIO2 (D4) once a second. Ctrl-C stops it.',
    'Blinked 1 time',
    'Blinked 2 times',
    'Blinked 4 times',
  ])
  const [dark, on, off, next] = world.pinChanges
  expect([dark, on, off, next].map((change) => [change!.pin, change!.value])).toEqual([
    [2, 1],
    [2, 0],
    [2, 1],
    [2, 0],
  ])
  expect(off!.atMs - on!.atMs).toBeCloseTo(100, -1)
  expect(next!.atMs - on!.atMs).toBeCloseTo(1000, -1)
  expect(world.pins.get(2)).toBe(1)
})

it('without an app main.py goes on with the program of its owner', async () => {
  const board = await startBoard({ '/wifi.creds': 'Home,correct horse' })
  board.world.radio.networks = [{ ssid: 'Home', key: 'correct horse' }]
  board.run("exec(open('/main.py').read() + '\\nprint(\\'mine\\', wifi.isconnected())')")
  expect(board.console().at(-1)).toBe('mine True')
})
