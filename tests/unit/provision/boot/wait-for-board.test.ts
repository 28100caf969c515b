import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bootError, waitForPortal, watchBoot } from '../../../../src/provision/boot/wait-for-board'
import type { SerialLink } from '../../../../src/serial/link'
import { bootLogText } from '../../../support/golden'
import { encode } from '../../../support/bytes'

/** A link on which the test is the board. */
function boardLink() {
  const listeners = new Set<(bytes: Uint8Array) => void>()
  let lose = (_error: Error) => {}
  const link: SerialLink = {
    baudRate: 115_200,
    ended: new Promise((resolve) => (lose = resolve)),
    write: async () => {},
    setSignals: async () => {},
    close: async () => {},
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const say = (text: string) => {
    for (const listener of listeners) listener(encode(text))
  }
  return { link, say, lose: (error: Error) => lose(error), listeners }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('waiting for a board after a reset', () => {
  it('is over at the recorded banner of a first boot', async () => {
    const { link, say, listeners } = boardLink()
    const verdict = watchBoot(link, {})
    say(bootLogText('v1.23-4MB-first-boot'))
    expect((await verdict).code).toBe('micropython')
    expect(listeners.size).toBe(0)
  })

  it.each([
    ['blank', 'nothing-bootable'],
    ['v1.23-header-untouched-1MB-on-4MB', 'flash-size-header'],
    ['v1.23-4MB-bad-segment-byte', 'image-damaged'],
    ['v1.23-4MB-filesystem-corrupt', 'filesystem-corrupt'],
  ])('names the fault of the recorded boot "%s": %s', async (name, code) => {
    const { link, say } = boardLink()
    const verdict = watchBoot(link, {})
    say(bootLogText(name))
    expect((await verdict).code).toBe(code)
    expect(bootError(await verdict).code).toBe('boot-failed')
  })

  it('does not take silence for a failure, but says so after eight seconds', async () => {
    const { link } = boardLink()
    const verdict = watchBoot(link, {})
    await vi.advanceTimersByTimeAsync(8_000)
    expect((await verdict).code).toBe('silent')
    expect(bootError(await verdict).code).toBe('boot-silent')
  })

  it('ends at once when the cable is pulled', async () => {
    const { link, lose } = boardLink()
    const verdict = watchBoot(link, {})
    lose(new Error('gone'))
    await expect(verdict).rejects.toThrow('gone')
  })
})

describe('waiting for the portal', () => {
  it('resolves with name and address once DNS listens', async () => {
    const { link, say } = boardLink()
    const running = waitForPortal(link, {})
    say("Starting captive portal\r\nAP mode configured: ('192.168.4.1', '255.255.255.0', ")
    say("'192.168.4.1', '192.168.4.1')\r\nAccess point 'ESP8266-4244a0' is open\r\n")
    say("DNS Server listening on ('0.0.0.0', 53)\r\n")
    expect(await running).toEqual({
      accessPointName: 'ESP8266-4244a0',
      address: '192.168.4.1',
    })
  })

  it('ends with the reason where the portal stays closed', async () => {
    const { link, say } = boardLink()
    const running = waitForPortal(link, {})
    say("Turned on: 1 of 3 in a row\r\nTrying to connect to SSID 'Home'\r\n")
    say("Failed to connect to 'Home': wrong\r\n")
    say('The portal stays closed; the board goes on trying to join\r\n')
    expect(await running).toEqual({ refused: { network: 'Home', why: 'wrong' } })
  })

  it('says why when main.py ended with a traceback instead', async () => {
    const { link, say } = boardLink()
    const running = waitForPortal(link, {})
    say('Traceback (most recent call last):\r\n  File "main.py", line 1, in <module>\r\n')
    say("ImportError: no module named 'captive_portal'\r\n")
    say('MicroPython v1.23.0 on 2024-06-02; ESP module with ESP8266\r\n>>> ')
    await expect(running).rejects.toMatchObject({
      code: 'portal-silent',
      message: expect.stringContaining("no module named 'captive_portal'"),
    })
  })

  it('gives up after 45 seconds, however much the board talks', async () => {
    const { link, say } = boardLink()
    const running = waitForPortal(link, {})
    const failed = expect(running).rejects.toMatchObject({ code: 'portal-silent' })
    for (let second = 0; second < 45; second++) {
      say('still trying\r\n')
      await vi.advanceTimersByTimeAsync(1000)
    }
    await failed
  })
})
