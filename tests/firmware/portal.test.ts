import { describe, expect, it } from 'vitest'
import { startBoard } from './board'
import { head, startAtHome, tokenIn } from './stories'

describe('a board without credentials', () => {
  it('opens an access point and prints the lines that the page waits for', async () => {
    const board = await startAtHome()
    const { world } = board
    world.play(function* () {
      yield () => world.network.isListening()
      yield 2000
      world.interrupt()
    })
    expect(() => board.run('import main')).toThrow(/KeyboardInterrupt/)
    expect(board.console()).toEqual([
      'Starting captive portal',
      "AP mode configured: ('192.168.4.1', '255.255.255.0', '192.168.4.1', '192.168.4.1')",
      "Access point 'ESP8266-a1b2c3' is open",
      "HTTP Server listening on ('0.0.0.0', 80)",
      "DNS Server listening on ('0.0.0.0', 53)",
      'Turned off access point',
    ])
  })

  it('takes a network from a phone, joins it and continues the program', async () => {
    const board = await startBoard()
    const { world } = board
    world.radio.networks = [{ ssid: 'Café, "home"', key: 'comma, space & 100%' }]
    world.play(function* () {
      yield () => world.network.isListening()
      const first = world.network.dial()
      first.send(head('GET /'))
      yield () => first.closed
      const form = new URLSearchParams({
        token: tokenIn(first),
        ssid: 'Café, "home"',
        password: 'comma, space & 100%',
      }).toString()
      const second = world.network.dial()
      const length = `Content-Length: ${form.length}\r\n`
      second.send(head('POST /connect', '192.168.4.1', length))
      yield 100
      second.send(form)
      yield () => second.closed
      expect(second.status).toBe(303)
      yield 5000
      const third = world.network.dial()
      third.send(head('GET /status'))
      yield () => third.closed
      expect(JSON.parse(third.body)).toMatchObject({ state: 'done' })
    })
    board.run('import main\nprint(main.wifi.ifconfig()[0])')
    const printed = board.console().join('\n')
    expect(printed).toContain(`Trying to connect to SSID 'Café, "home"'`)
    expect(printed).toContain(`Connected to 'Café, "home"' with IP 192.168.1.23`)
    expect(printed).toContain('Wrote credentials to /wifi.creds')
    expect(printed).toMatch(/Turned off access point\n192\.168\.1\.23/)
    expect(printed).not.toContain('100%')
  })
})
