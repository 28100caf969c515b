import { describe, expect, it } from 'vitest'
import { PortalLines, type PortalState } from '../../../src/micropython/portal-lines'
import { parseRepr } from '../../../src/micropython/python-repr'
import { encode } from '../../support/bytes'

const configured =
  "AP mode configured: ('192.168.4.1', '255.255.255.0', '192.168.4.1', '192.168.4.1')\r\n"
const open = "Access point 'ESP8266-a1b2c3' is open\r\n"
const dns = "DNS Server listening on ('0.0.0.0', 53)\r\n"

function read(text: string, pieceBytes = text.length): PortalState | undefined {
  const lines = new PortalLines()
  const bytes = encode(text)
  for (let at = 0; at < bytes.length; at += pieceBytes) lines.push(bytes.slice(at, at + pieceBytes))
  return lines.state
}

describe('the portal', () => {
  it.each([1, 2, 7, 4096])('is up when DNS listens, read %i bytes at a time', (pieceBytes) => {
    const noise = '\xf0\x80\x1e\xfe\r\n'
    expect(
      read(`${noise}Starting captive portal\r\n${configured}${open}${dns}`, pieceBytes),
    ).toEqual({
      accessPointName: 'ESP8266-a1b2c3',
      address: '192.168.4.1',
    })
  })

  it('is not up before', () => {
    expect(read(configured + open)).toBeUndefined()
    expect(read(dns)).toBeUndefined()
    expect(read(configured + dns.trimEnd())).toBeUndefined()
  })

  it('joins a known network at once', () => {
    expect(read("Connected to 'Home, sweet home' with IP 10.0.0.7\r\n")).toEqual({
      address: '10.0.0.7',
      joined: 'Home, sweet home',
    })
  })

  it('joins a network that a phone gave it', () => {
    expect(read(`${configured}${open}${dns}Connected to 'Café' with IP 10.0.0.7\r\n`)).toEqual({
      accessPointName: 'ESP8266-a1b2c3',
      address: '10.0.0.7',
      joined: 'Café',
    })
  })

  it('stays closed after a network in vain, where it opens only when asked', () => {
    const refused = "Trying to connect to SSID 'Home'\r\nFailed to connect to 'Home': wrong\r\n"
    const staysClosed = 'The portal stays closed; the board goes on trying to join\r\n'
    expect(read(refused)).toBeUndefined()
    expect(read(refused + staysClosed)).toEqual({ refused: { network: 'Home', why: 'wrong' } })
    expect(read(staysClosed)).toEqual({})
  })

  it('starts anew after a reset', () => {
    expect(read(`${configured}${open}${dns}Starting captive portal\r\n`)).toBeUndefined()
  })
})

describe('names', () => {
  const name = (quoted: string) => read(`Connected to ${quoted} with IP 10.0.0.7\n`)?.joined

  it.each([
    ["'it\\'s'", "it's"],
    ['"it\'s"', "it's"],
    ["'back\\\\slash'", 'back\\slash'],
    ["'two\\nlines\\t\\r'", 'two\nlines\t\r'],
    ["'\\x1b[31m'", '\x1b[31m'],
    ["b'caf\\xc3\\xa9'", 'café'],
    ["'\\u00e9\\U0001f600'", 'é😀'],
    ["''", ''],
  ])('%s is decoded', (quoted, expected) => {
    expect(name(quoted)).toBe(expected)
  })

  it.each([
    ["'it's \"me\"'", 'it\'s "me"'],
    ["'C:\\home'", 'C:\\home'],
    ["'ends with \\'", 'ends with \\'],
  ])('%s, which is no repr, is taken as it stands', (quoted, expected) => {
    expect(name(quoted)).toBe(expected)
  })

  it.each(["'\\U00110000'", "'open", 'bare', "'a'b'", "'\\q'"])('%s is not a repr', (text) => {
    expect(parseRepr(text)).toBeUndefined()
  })
})

describe('hostile consoles', () => {
  it.each([
    "Connected to 'x' with IP 999.1.1.1\r\n",
    "Connected to 'x' with IP 1.2.3\r\n",
    "Trying to connect to SSID 'Connected to 'x' with IP 1.2.3.4'\r\n",
    `Connected to '${'x'.repeat(5000)}' with IP 1.2.3.4\r\n`,
    `${'x'.repeat(5000)}\rConnected to 'x' with IP 1.2.3.4\r\n`,
  ])('%.60j changes nothing', (line) => {
    expect(read(line)).toBeUndefined()
  })

  it('a line of a million bytes does not hide the next one', () => {
    const lines = new PortalLines()
    for (let i = 0; i < 1000; i++) lines.push(new Uint8Array(1000).fill(0x27))
    lines.push(encode("\nConnected to 'x' with IP 1.2.3.4\n"))
    expect(lines.state?.joined).toBe('x')
  })
})
