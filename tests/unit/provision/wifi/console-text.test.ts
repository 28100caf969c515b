/** What a board prints while its console is lent: passed on, but never a password that it repeats. */
import { describe, expect, it } from 'vitest'
import { ConsoleText } from '../../../../src/provision/wifi/console-text'
import type { PortalEvent } from '../../../../src/micropython/portal-events'
import { encode, latin1 } from '../../../support/bytes'
import { TalkLink, pieces } from '../../improv/talk'

function listening() {
  const link = new TalkLink()
  let told = ''
  const events: PortalEvent[] = []
  const loan = {
    link,
    tell: (bytes: Uint8Array) => void (told += latin1(bytes)),
    giveBack: () => {},
  }
  const text = new ConsoleText(loan, (event) => void events.push(event))
  const record = () =>
    link.traffic.entries.map((one) => ('bytes' in one ? latin1(one.bytes) : '')).join('')
  return { text, events, told: () => told, record }
}

it('passes all, and reads what the portal says', () => {
  const { text, events, told, record } = listening()
  text.push(encode("Hello\r\nConnected to 'Home' with IP 192.168.1.23\r\n>>> "))
  expect(told()).toBe("Hello\r\nConnected to 'Home' with IP 192.168.1.23\r\n>>> ")
  expect(record()).toBe(told())
  expect(events).toEqual([{ event: 'joined', network: 'Home', address: '192.168.1.23' }])
})

describe('while a password is under way', () => {
  /** A board at a prompt: the Ctrl-C of the frame has ended its portal, and it repeats the rest. */
  const echo =
    "\r\nKeyboardInterrupt: \r\n>>> Home\rcorrect horse\r\n>>> correct horse\r\nTrying to connect to SSID 'Home'\r\n"

  it.each([1, 2, 5, 1000])(
    'what is no line of the portal goes nowhere, in pieces of %i bytes',
    (size) => {
      const { text, events, told, record } = listening()
      text.guard.begin(encode('correct horse'))
      for (const piece of pieces(encode(echo), size)) text.push(piece)
      text.guard.lift()
      text.push(encode('after\r\n'))
      expect(told()).toBe("Trying to connect to SSID 'Home'\r\nafter\r\n")
      expect(record()).toBe(told())
      expect(events).toEqual([{ event: 'trying', network: 'Home' }])
    },
  )
})

describe('after an attempt', () => {
  it.each([
    ['as it is', '>>> correct horse', 'correct horse'],
    ['within a line', "KEY = 'correct horse'  # mine", 'correct horse'],
    ['as hex', '486f6d65 636F727265637420686F727365', 'correct horse'],
    ['with escapes', String.raw`b'\x63orrect\x20horse'`, 'correct horse'],
    ['with what has to be escaped', String.raw`'correct\'horse\\'`, "correct'horse\\"],
    ['with bytes of UTF-8', String.raw`b'gr\xc3\xbcezi mitenand'`, 'grüezi mitenand'],
    ['with letters that are none of ASCII', '>>> grüezi mitenand', 'grüezi mitenand'],
  ])('no line has the password in it: %s', (_, line, password) => {
    const { text, told, record } = listening()
    text.guard.begin(encode(password))
    text.guard.lift()
    for (const piece of pieces(encode(`before\r\n${line}\r\nafter\r\n`), 3)) text.push(piece)
    expect(told()).toBe('before\r\nafter\r\n')
    expect(record()).toBe(told())
  })

  it('a line that began while nothing might pass is left out', () => {
    const { text, told } = listening()
    text.guard.begin(encode('correct horse'))
    text.push(encode('>>> correct'))
    text.guard.lift()
    text.push(encode(' hors\r\nafter\r\n'))
    expect(told()).toBe('after\r\n')
  })
})
