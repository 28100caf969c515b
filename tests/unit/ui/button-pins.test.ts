/** What is said of a button: always what it does, how it is connected, and what is special about its pin. */
import { expect, test } from 'vitest'
import { pinHint, pinName, pinsOf } from '../../../src/ui/presets/button-pins'

const does = 'within 3 seconds after the board starts'
const wiring = 'between this pin and ground'

test('what it does is said with every pin, and without one', () => {
  expect(pinHint(undefined, 'd1-mini')).toContain(does)
  for (const pin of pinsOf('d1-mini')) expect(pinHint(pin, 'd1-mini')).toContain(does)
})

test('how it is connected is said with every pin, but not of the button that is there', () => {
  expect(pinHint(undefined, 'd1-mini')).not.toContain(wiring)
  for (const pin of pinsOf('d1-mini')) expect(pinHint(pin, 'd1-mini')).toContain(wiring)
  expect(pinHint(0, 'nodemcu')).toContain('FLASH')
  expect(pinHint(0, 'nodemcu')).not.toContain(wiring)
})

test('two pins must not be held while the power comes on', () => {
  expect(pinHint(0, 'd1-mini')).toContain('wait for new firmware')
  expect(pinHint(2, 'd1-mini')).toContain('might not start')
  expect(pinHint(14, 'd1-mini')).not.toContain('Do not hold')
})

test('a pin that the board lacks, and names', () => {
  expect(pinHint(14, 'esp-01')).toBe('This board has no such pin: choose another.')
  expect(pinName(14, 'd1-mini')).toBe('GPIO 14 (D5)')
  expect(pinName(2, 'esp-01')).toBe('GPIO 2')
})
