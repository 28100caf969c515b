/** The page says what the board does: a table over what a running board prints. */
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { nowOf, type BoardNow } from '../../../src/micropython/board-now'
import { BoardWatch } from '../../../src/micropython/board-watch'
import { encode } from '../../support/bytes'

const accessPoint = { name: 'ESP8266-a1b2c3', address: '192.168.4.1' }
const up = nowOf({ accessPointName: accessPoint.name, address: accessPoint.address })
const inHome: BoardNow = { is: 'joined', network: 'Home', address: '192.168.1.23' }

const configured =
  "AP mode configured: ('192.168.4.1', '255.255.255.0', '192.168.4.1', '0.0.0.0')\r\n"
const opening = `Starting captive portal\r\n${configured}Access point 'ESP8266-a1b2c3' is open\r\n`
const listening = "DNS Server listening on ('0.0.0.0', 53)\r\n"
const trying = "Trying to connect to SSID 'Home'\r\n"
const connected = "Connected to 'Home' with IP 192.168.1.23\r\n"
const staysClosed = 'The portal stays closed; the board goes on trying to join\r\n'
const closed = 'Turned off access point\r\n'
const traceback = (error: string) =>
  `Traceback (most recent call last):\r\n  File "main.py", line 2, in <module>\r\n${error}\r\n`
const banner =
  'MicroPython v1.23.0 on 2024-06-02; ESP module with ESP8266\r\nType "help()" for more information.\r\n>>> '
const noise = 'rl\0l\ufffd\ufffd|\0\ufffdl\ufffd|\x02\x0c\x0c'

const table: [name: string, from: BoardNow, said: string, now: BoardNow][] = [
  ['nothing is known of a console', { is: 'quiet' }, 'hello\r\n', { is: 'quiet' }],
  ['the portal comes up', { is: 'quiet' }, opening + listening, { is: 'portal', accessPoint }],
  ['it is not up before DNS', { is: 'quiet' }, opening, { is: 'starting' }],
  [
    'other lines of the portal on its way are no other program',
    { is: 'quiet' },
    `${opening}HTTP Server listening on ('0.0.0.0', 80)\r\n`,
    { is: 'starting' },
  ],
  ['a phone comes', up, 'A phone is here\r\n', { is: 'portal', accessPoint, phone: true }],
  ['a network is tried', up, trying, { is: 'trying', network: 'Home', accessPoint }],
  [
    'a phone comes while the board tries a network of its own',
    up,
    `${trying}A phone is here\r\n`,
    { is: 'portal', accessPoint, phone: true },
  ],
  ['a program that is not the portal', inHome, `${noise}\r\ntemperature 21.5\r\n`, { is: 'quiet' }],
  ['lines of the SDK are no program', inHome, `${noise}\r\nscandone\r\n`, { is: 'starting' }],
  ...['wrong', 'refused', 'closed', 'gone', 'silent', 'unclear', 'somethingNew'].map(
    (why): (typeof table)[number] => [
      `refused: ${why}`,
      up,
      `${trying}Failed to connect to 'Home': ${why}\r\n`,
      { is: 'refused', network: 'Home', why, accessPoint },
    ],
  ),
  ['joined, access point still open', up, trying + connected, { ...inHome, accessPoint }],
  ['joined, access point gone', up, trying + connected + closed, inHome],
  ['joined at once', { is: 'quiet' }, trying + connected, inHome],
  ['its app starts', inHome, "Starting the app 'blink'\r\n", { ...inHome, app: 'blink' }],
  ['no app: the prompt is the end', inHome, banner, { ...inHome, end: 'ended' }],
  [
    'Ctrl-C in the app: still in the network',
    { ...inHome, app: 'blink' },
    `^C${traceback('KeyboardInterrupt: ')}${banner}`,
    { ...inHome, app: 'blink', end: 'interrupted' },
  ],
  [
    'the app crashes',
    { ...inHome, app: 'blink' },
    traceback('OSError: [Errno 2] ENOENT') + banner,
    { ...inHome, app: 'blink', end: 'failed', error: 'OSError: [Errno 2] ENOENT' },
  ],
  [
    'Ctrl-C in the portal',
    up,
    `${closed}${traceback('KeyboardInterrupt: ')}${banner}`,
    { is: 'stopped', end: 'interrupted' },
  ],
  [
    'the portal crashes',
    up,
    `${closed}${traceback('MemoryError: memory allocation failed')}${banner}`,
    { is: 'stopped', end: 'failed', error: 'MemoryError: memory allocation failed' },
  ],
  [
    'an attempt of its own in vain, then the portal: the reason stays',
    { is: 'starting' },
    `${trying}Failed to connect to 'Home': wrong\r\n${opening}${listening}`,
    { is: 'portal', accessPoint, refused: { network: 'Home', why: 'wrong' } },
  ],
  [
    'another network takes it: the reason stays, too',
    { is: 'starting' },
    `${trying}Failed to connect to 'Home': gone\r\nConnected to 'Attic' with IP 10.0.0.7\r\n`,
    {
      is: 'joined',
      network: 'Attic',
      address: '10.0.0.7',
      refused: { network: 'Home', why: 'gone' },
    },
  ],
  [
    'but not once somebody has chosen that other one',
    up,
    `Trying to connect to SSID 'Café'\r\nFailed to connect to 'Café': wrong\r\n${trying}${connected}`,
    { ...inHome, accessPoint },
  ],
  [
    'until a phone comes',
    { is: 'starting' },
    `${trying}Failed to connect to 'Home': wrong\r\n${opening}${listening}A phone is here\r\n`,
    { is: 'portal', accessPoint, phone: true },
  ],
  [
    'whose networks it watches itself',
    up,
    `A phone is here\r\n${trying}Failed to connect to 'Home': wrong\r\nConnected to 'Attic' with IP 10.0.0.7\r\n`,
    { is: 'joined', network: 'Attic', address: '10.0.0.7', accessPoint },
  ],
  [
    'or the board starts anew',
    { is: 'starting' },
    `${trying}Failed to connect to 'Home': wrong\r\nMPY: soft reboot\r\n${opening}${listening}`,
    { is: 'portal', accessPoint },
  ],
  [
    'in vain, and the portal opens only when asked',
    { is: 'starting' },
    `${trying}Failed to connect to 'Home': wrong\r\n${staysClosed}`,
    { is: 'refused', network: 'Home', why: 'wrong', staysClosed: true },
  ],
  [
    'and again, half a minute later',
    { is: 'refused', network: 'Home', why: 'wrong', staysClosed: true },
    `${trying}Failed to connect to 'Home': gone\r\n`,
    { is: 'refused', network: 'Home', why: 'gone', staysClosed: true },
  ],
  [
    'until its owner opens it',
    { is: 'refused', network: 'Home', why: 'wrong', staysClosed: true },
    opening + listening,
    { is: 'portal', accessPoint },
  ],
  ['closed without an attempt', { is: 'starting' }, staysClosed, { is: 'quiet' }],
  ['the portal times out', up, closed + banner, { is: 'stopped', end: 'ended' }],
  [
    'interrupted for the raw REPL',
    up,
    'raw REPL; CTRL-B to exit\r\n>',
    { is: 'stopped', end: 'ended' },
  ],
  [
    'what is typed at the prompt changes nothing',
    up,
    `${closed}${traceback('KeyboardInterrupt: ')}${banner}x\r\n${traceback("NameError: name 'x' isn't defined")}>>> `,
    { is: 'stopped', end: 'interrupted' },
  ],
  [
    'an error that a running program prints is not its end',
    { ...inHome, app: 'blink' },
    `${traceback('OSError: -2')}Not sent. Next try in 5 s\r\n`,
    { ...inHome, app: 'blink' },
  ],
  ['a soft reset', inHome, 'MPY: soft reboot\r\n', { is: 'starting' }],
  ['a press on the board’s reset button', inHome, noise, { is: 'starting' }],
  ['and what follows it', inHome, `${noise}\ufffd${trying}${connected}`, inHome],
  ['after a reset the portal again', inHome, `${noise}\r\n${opening}${listening}`, up],
  ['the processor stops', up, 'Fatal exception (28):\r\n', { is: 'starting' }],
  ['started again by hand', { is: 'stopped', end: 'ended' }, opening + listening, up],
]

describe('what a board prints, and what it does then', () => {
  test.each(table)('%s', (_name, from, said, now) => {
    const watch = new BoardWatch(from)
    expect(watch.push(encode(said))).toEqual(now)
  })

  it('does not depend on how the bytes are cut', () => {
    const pieces = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(fc.constantFrom(...table), pieces, ([, from, said, now], sizes) => {
        const watch = new BoardWatch(from)
        const bytes = encode(said)
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const size = sizes[i % sizes.length]!
          watch.push(bytes.subarray(at, at + size))
          at += size
        }
        expect(watch.now).toEqual(now)
      }),
    )
  })

  it.each(["x' with IP 1.2.3.4", "x': wrong", "y' is open", '>>> ', 'MPY: soft reboot'])(
    'a network named %s passes for nothing else',
    (network) => {
      const watch = new BoardWatch(up)
      watch.push(encode(`Trying to connect to SSID '${network}'\r\n`))
      expect(watch.now).toEqual({ is: 'trying', network, accessPoint })
      watch.push(encode(`Connected to '${network}' with IP 10.0.0.2\r\n`))
      expect(watch.now).toMatchObject({ is: 'joined', network, address: '10.0.0.2' })
    },
  )

  it('a press on Reset is shown at once, until the board prints something', () => {
    const watch = new BoardWatch(inHome)
    watch.restarted()
    expect(watch.now).toEqual({ is: 'starting' })
    expect(watch.push(encode(trying + connected))).toEqual(inHome)
  })
})
