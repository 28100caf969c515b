/**
 * Every way in which a board does not come up leads to words of its own and to one button that does
 * the next step: the recorded boots, and what the facts of the chip add to them.
 */
import { expect, test } from 'vitest'
import { DeviceError } from '../../../../src/errors'
import { bootCauseHelp } from '../../../../src/help/boot-causes'
import { help } from '../../../../src/help/words'
import { BootLog } from '../../../../src/micropython/boot-log'
import type { BootCause, InstalledHow } from '../../../../src/provision/boot/boot-cause'
import { BootFailure, nextStep } from '../../../../src/provision/boot/boot-diagnosis'
import { bootFix, heardWords, wordsFor } from '../../../../src/ui/install/boot-fix'
import { bootLogs } from '../../../support/golden'
import { encode } from '../../../support/bytes'

function failure(cause: BootCause, how: InstalledHow = {}) {
  return new BootFailure({ cause, next: nextStep(cause, how), logs: [] })
}

function causeOf(text: string): BootCause {
  const log = new BootLog()
  log.push(encode(text))
  const verdict = log.conclude()
  return verdict.code === 'micropython' ? { code: 'no-portal' } : verdict
}

const again = { verb: 'retry', change: {} }
const files = { verb: 'retryErasing', erase: 'files' }

/** Case → cause, label, what the button does. */
const fromRecordings: Record<string, [BootCause['code'], string, unknown]> = {
  blank: ['nothing-bootable', 'Install again', again],
  'not-an-image': ['nothing-bootable', 'Install again', again],
  'v1.12-header-untouched-512KB-on-4MB': [
    'flash-size-header',
    'Install with the right size',
    again,
  ],
  'v1.23-4MB-bad-irom-byte': ['no-portal', 'Install again', again],
  'v1.23-4MB-bad-segment-byte': ['image-damaged', 'Install again', again],
  'v1.23-4MB-filesystem-corrupt': ['filesystem-corrupt', 'Erase only the files …', files],
  'v1.23-4MB-first-boot': ['no-portal', 'Install again', again],
  'v1.23-4MB-truncated': ['silent-after-load', 'Install again', again],
  'v1.23-header-2MB-on-4MB': ['flash-size-header', 'Install with the right size', again],
  'v1.23-header-untouched-1MB-on-4MB': ['flash-size-header', 'Install with the right size', again],
}

test('every recorded boot is in the table', () => {
  expect(Object.keys(fromRecordings).sort()).toEqual(bootLogs.map((one) => one.case).sort())
})

test.each(bootLogs)('recorded: $case', ({ case: name, segments }) => {
  const cause = causeOf(segments.map(({ text }) => text).join(''))
  const [code, label, action] = fromRecordings[name]!
  expect(cause.code).toBe(code)
  expect(bootFix(failure(cause))).toEqual({ label, action })
  expect(wordsFor(failure(cause))).toBe(bootCauseHelp[code])
})

const boot = (cause: number, mode: number) =>
  ` ets Jan  8 2013,rst cause:${cause}, boot mode:(${mode},7)\r\n`

/** What the chip says according to its ROM, SDK and MicroPython beyond the recordings. */
test.each<[string, BootCause['code'], string, InstalledHow?]>([
  [boot(1, 3) + 'flash read err, 1000\r\n', 'flash-read', 'Try flash mode DIO'],
  ['flash read err, 1000\r\n', 'flash-read', 'Try flash mode DOUT', { flashMode: 'dio' }],
  ['flash read err, 1000\r\n', 'flash-read', 'Try again, plugged in anew', { flashMode: 'dout' }],
  [boot(2, 1), 'download-mode', 'Try again with FLASH released'],
  [boot(2, 7), 'sdio-mode', 'Try again with D8 free'],
  [boot(1, 3).repeat(4), 'boot-loop', 'Try again, plugged in anew'],
  [boot(2, 3).repeat(4), 'boot-loop', 'Try again after the reset'],
  [boot(4, 3).repeat(4), 'boot-loop', 'Install again'],
  ['Fatal exception (28):\r\nepc1=0x4, excvaddr=0x0\r\n', 'exception', 'Install again'],
  ['', 'silent', 'Try again after the reset'],
  ['\x80\x01\xfe\x02\x90'.repeat(9), 'noise', 'Try again, plugged in anew'],
  ['hello from somebody else\r\n', 'unknown', 'Try again, plugged in anew'],
])('said: %j', (text, code, label, how = {}) => {
  const cause = causeOf(text)
  expect(cause.code).toBe(code)
  expect(bootFix(failure(cause, how))?.label).toBe(label)
})

test('the ladder of flash modes changes the mode and nothing else', () => {
  const { action } = bootFix(failure({ code: 'flash-read' }))!
  expect(action).toEqual({ verb: 'retry', change: { flashMode: 'dio' } })
})

test.each(['portal-late', 'portal-crashed'] as const)(
  '%s: the console is offered for details',
  (code) => {
    const cause = { code, traceback: { type: 'OSError', message: '', frames: [] } } as BootCause
    expect(bootFix(failure(cause))).toEqual({
      label: 'Open the console',
      action: { verb: 'console' },
    })
  },
)

const writing = ['write-failed', 'verify-failed', 'no-answer', 'command-failed', 'baud-failed']

test.each(writing)('%s: one rung down the ladder of baud rates', (code) => {
  const fixAt = (baudRate: number) =>
    bootFix(new DeviceError(code as 'write-failed', ''), { baudRate })
  const change = (baudRate: number) => ({ verb: 'retry', change: { baudRate } })
  expect(fixAt(921_600)).toEqual({
    label: 'Try a slower baud rate (460800)',
    action: change(460_800),
  })
  expect(fixAt(460_800)?.action).toEqual(change(230_400))
  expect(fixAt(230_400)?.action).toEqual(change(115_200))
  expect(fixAt(115_200)).toEqual({ label: 'Try again, plugged in anew', action: again })
})

test('a board that cannot be reached: FLASH by hand; what nobody knows a step for: no button', () => {
  expect(bootFix(new DeviceError('no-sync', ''))?.label).toBe('Try again with FLASH held down')
  expect(bootFix(new DeviceError('unexpected', ''))).toBeUndefined()
  expect(wordsFor(new DeviceError('unexpected', ''))).toBe(help.unexpected)
})

test('what was received is in the report; other failures have received nothing', () => {
  const logs = [
    { baudRate: 115_200, text: '' },
    { baudRate: 74_880, text: ' ets Jan  8 2013\n' },
  ]
  const silent = new BootFailure({ cause: { code: 'silent' }, next: { step: 'press-reset' }, logs })
  expect(heardWords(silent)).toBe('115200 baud:\n(silence)\n\n74880 baud:\nets Jan  8 2013')
  expect(heardWords(new DeviceError('no-sync', 'x'))).toBe('')
})
