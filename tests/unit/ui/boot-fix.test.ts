/** The doctor's next step as a button: only where the page can do more than try again. */
import { expect, test } from 'vitest'
import { DeviceError } from '../../../src/errors'
import { BootFailure, type NextStep } from '../../../src/provision/boot-diagnosis'
import { bootFix, heardWords } from '../../../src/ui/install/boot-fix'

const logs = [
  { baudRate: 115_200, text: '' },
  { baudRate: 74_880, text: ' ets Jan  8 2013\n' },
]
const failure = (next: NextStep) => new BootFailure({ cause: { code: 'silent' }, next, logs })

test('another flash mode is one button', () => {
  const { label, change } = bootFix(failure({ step: 'other-flash-mode', flashMode: 'dio' }))!
  expect(label).toBe('Try flash mode DIO')
  expect(change).toEqual({ flashMode: 'dio' })
})

test.each<NextStep>([{ step: 'install-again' }, { step: 'power' }, { step: 'rewrite-with-size' }])(
  '$step needs no button of its own',
  (next) => {
    expect(bootFix(failure(next))).toBeUndefined()
  },
)

test('what was heard is there for a report; other failures have heard nothing', () => {
  expect(heardWords(failure({ step: 'power' }))).toBe(
    '115200 baud:\n(silence)\n\n74880 baud:\nets Jan  8 2013',
  )
  expect(heardWords(new DeviceError('no-sync', 'x'))).toBe('')
  expect(bootFix(new DeviceError('no-sync', 'x'))).toBeUndefined()
})
