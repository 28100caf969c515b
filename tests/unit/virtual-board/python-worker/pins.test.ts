/** The levels that a program reads at the chip's pins. */
import { describe, expect, it } from 'vitest'
import { Pins } from '../../../../src/virtual-board/python-worker/pins'
import { outsideLevel } from '../../../../src/virtual-board/usb/button-wiring'

describe('pins', () => {
  it('a button to ground, with the chip’s own resistor', () => {
    const held = new Set<number>()
    const pins = new Pins((pin) => outsideLevel(pin, held.has(pin)))
    pins.listen(14, true)
    expect(pins.level(14)).toBe(1)
    held.add(14)
    expect(pins.level(14)).toBe(0)
  })

  it('GPIO0 and GPIO2 are pulled up on the board, GPIO15 down; its button goes to 3.3 V', () => {
    expect([0, 2, 15, 4].map((pin) => outsideLevel(pin, false))).toEqual([1, 1, 0, undefined])
    expect([0, 2, 15, 4].map((pin) => outsideLevel(pin, true))).toEqual([0, 0, 1, 0])
  })

  it('without any resistor an input has no level that a program could rely on', () => {
    const pins = new Pins()
    pins.listen(5, false)
    expect(pins.level(5)).not.toBe(pins.level(5))
  })

  it('what is driven is read back, until the pin becomes an input', () => {
    const pins = new Pins()
    pins.drive(2, 0)
    expect([pins.level(2), pins.level(2)]).toEqual([0, 0])
    pins.listen(2, true)
    expect(pins.level(2)).toBe(1)
  })
})
