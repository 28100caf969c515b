import { describe, expect, it } from 'vitest'
import { BootLog } from '../../../src/micropython/boot-log'
import { fromLatin1 } from '../../support/bytes'
import { bootLogs } from '../../support/golden'

const banner = {
  version: 'v1.23.0',
  date: '2024-06-02',
  board: 'ESP module with ESP8266',
}

const expected: Record<string, object> = {
  blank: { code: 'nothing-bootable' },
  'not-an-image': { code: 'nothing-bootable' },
  'v1.12-header-untouched-512KB-on-4MB': { code: 'flash-size-header' },
  'v1.23-4MB-bad-irom-byte': { code: 'micropython', banner },
  'v1.23-4MB-bad-segment-byte': { code: 'image-damaged' },
  'v1.23-4MB-filesystem-corrupt': { code: 'filesystem-corrupt', startSector: 256, sectors: 763 },
  'v1.23-4MB-first-boot': { code: 'micropython', banner },
  'v1.23-4MB-truncated': { code: 'silent-after-load' },
  'v1.23-header-2MB-on-4MB': { code: 'flash-size-header' },
  'v1.23-header-untouched-1MB-on-4MB': { code: 'flash-size-header' },
}

function read(text: string, pieceBytes = text.length): BootLog {
  const log = new BootLog()
  for (let at = 0; at < text.length; at += pieceBytes) {
    log.push(fromLatin1(text.slice(at, at + pieceBytes)))
  }
  return log
}

const rom = (resetCause: number, mode: number) =>
  `\r\n ets Jan  8 2013,rst cause:${resetCause}, boot mode:(${mode},6)\r\n\r\n`

describe(`the ${bootLogs.length} recorded boot logs`, () => {
  it('are all expected here', () => {
    expect(bootLogs.map((each) => each.case).sort()).toEqual(Object.keys(expected).sort())
  })

  it.each(bootLogs)('$case', (each) => {
    const text = each.segments.map((segment) => segment.text).join('')
    for (const pieceBytes of [text.length, 64, 1]) {
      expect(read(text, pieceBytes).conclude()).toEqual(expected[each.case])
    }
  })

  it.each(bootLogs)('$case, received at 115200 baud only', (each) => {
    const noise = '\xf0\x80\x1e\xfe\x00\x86'.repeat(40)
    const heard = each.segments.map((segment) => (segment.baud === 115_200 ? segment.text : noise))
    const { code } = expected[each.case] as { code: string }
    const audible = code === 'micropython' || code === 'filesystem-corrupt'
    expect(read(heard.join('')).conclude().code).toBe(audible ? code : 'noise')
  })
})

describe('what is known from the datasheet and from users', () => {
  it.each([
    ['flash read err, 1000\r\nets_main.c 181 ', 'flash-read'],
    [rom(2, 1), 'download-mode'],
    [rom(2, 7), 'sdio-mode'],
    [rom(2, 1) + rom(2, 3), 'unknown'],
    [rom(4, 3).repeat(5), 'boot-loop'],
    ['', 'silent'],
    ['hello from another firmware\r\n', 'unknown'],
  ])('%j is %s', (text, code) => {
    expect(read(text).conclude().code).toBe(code)
  })

  it('reads cause and addresses of a crash', () => {
    const text =
      'Fatal exception (28):\r\nepc1=0x40220d5a, epc2=0x00000000, epc3=0x00000000, ' +
      `excvaddr=0x00000014, depc=0x00000000\r\n${rom(2, 3)}`
    const log = read(text)
    expect(log.conclude()).toEqual({
      code: 'exception',
      cause: 28,
      epc1: '0x40220d5a',
      excvaddr: '0x00000014',
    })
    expect(log.fault).toBe('exception')
  })

  it('forgets the banner at the next reset, and a fault at the next banner', () => {
    const greeting = 'MicroPython v1.23.0 on 2024-06-02; ESP module with ESP8266\r\n'
    expect(read(greeting + rom(4, 3)).micropython).toBeUndefined()
    const recovered = read(`rf_cal[0] !=0x05,is 0xFF\r\n${rom(4, 3)}${greeting}`)
    expect(recovered.micropython).toEqual(banner)
    expect(recovered.fault).toBeUndefined()
  })

  it('keeps the traceback of main.py that stands before the banner', () => {
    const log = read(
      'Traceback (most recent call last):\r\n  File "main.py", line 3, in <module>\r\n' +
        "ImportError: no module named 'nope'\r\nMicroPython v1.23.0 on 2024-06-02; ESP module\r\n",
    )
    expect(log.traceback).toMatchObject({
      type: 'ImportError',
      frames: [{ file: 'main.py', line: 3 }],
    })
  })

  it('does not take half a banner for a version', () => {
    expect(read('MicroPython v1.2').micropython).toBeUndefined()
  })
})
