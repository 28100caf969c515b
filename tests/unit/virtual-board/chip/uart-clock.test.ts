/** The virtual chip's rates, by the recording and the stub's source. */
import { describe, expect, it } from 'vitest'
import { UartClock } from '../../../../src/virtual-board/chip/uart-clock'

describe('the divider of the UART', () => {
  it('is what the ROM measures in the recording: 689 at 115,200 baud and 40 MHz', () => {
    const uart = new UartClock({ crystalMhz: 40 })
    uart.measure(115_200)
    expect(uart.divider).toBe(689)
  })

  it('may be measured wrong by some cycles, which counts more the faster the host is', () => {
    const uart = new UartClock({ crystalMhz: 26, autobaudShortfall: 5 })
    uart.measure(460_800)
    expect(uart.divider).toBe(107)
    expect(uart.baudRate / 460_800).toBeCloseTo(1.055, 2)
  })

  it('is multiplied by 115,200 at a change, so that the rate named is right only from there', () => {
    const uart = new UartClock({ crystalMhz: 26 })
    uart.measure(115_200)
    uart.change(921_600)
    expect(uart.baudRate / 921_600).toBeCloseTo(1.0076, 3)
    uart.measure(460_800)
    uart.change(460_800)
    expect(uart.baudRate / 460_800).toBeCloseTo(4, 1)
  })
})
